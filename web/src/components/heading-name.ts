import { taskPriorityNames, taskStatusNames } from '@podium/board';
import type { Heading } from '@/lib/board/arrange.ts';
import { statusLabels } from '@/lib/board/statuses.ts';
import { useNameOf } from '@/lib/people.ts';
import { priorityLabels } from './priority-glyph.tsx';

const nothing: Record<Heading['by'], string> = {
  status: '',
  priority: 'No priority',
  assignee: 'Nobody',
  label: 'No label',
};

/** What a heading says: a label is what people wrote, whatever else is called the same. */
export function useHeadingName({ by, label }: Heading): string {
  const nameOf = useNameOf();
  if (label === '') return nothing[by];
  const priority = taskPriorityNames.find((name) => by === 'priority' && name === label);
  if (priority) return priorityLabels[priority];
  const status = taskStatusNames.find((name) => by === 'status' && name === label);
  if (status) return statusLabels[status];
  return by === 'assignee' ? nameOf(label) : label;
}
