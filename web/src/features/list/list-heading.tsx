import { taskStatusNames } from '@podium/board';
import { priorityLabels } from '@/components/priority-glyph.tsx';
import { StatusGlyph } from '@/components/status-glyph.tsx';
import { statusLabels } from '@/lib/board/statuses.ts';
import { useNameOf } from '@/lib/people.ts';

/** Of a column, with its sign; of a group within it, quieter. */
export function ListHeading({ label, count }: { label: string; count: number }) {
  const nameOf = useNameOf();
  const status = taskStatusNames.find((name) => statusLabels[name] === label);
  if (status) {
    return (
      <h2 className="flex h-9 items-end gap-2 border-b border-line px-2 pb-1.5 font-semibold">
        <StatusGlyph status={status} className="mb-0.5" /> {label}
        <span className="text-meta font-normal text-faint tabular-nums">{count}</span>
      </h2>
    );
  }
  const name = label in priorityLabels ? priorityLabels[label as keyof typeof priorityLabels] : nameOf(label);
  return (
    <h3 className="flex h-7 items-end gap-1.5 px-2 text-meta font-medium text-muted">
      {name || 'None'} <span className="font-normal text-faint tabular-nums">{count}</span>
    </h3>
  );
}
