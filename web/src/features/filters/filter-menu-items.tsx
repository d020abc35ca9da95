'use client';

import { taskPriorityNames, taskStatusNames } from '@podium/board';
import { Archive } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { LabelDot } from '@/components/label-chips.tsx';
import { MenuCheckbox, MenuLabel, MenuSeparator } from '@/components/menu.tsx';
import { PriorityGlyph, priorityLabels } from '@/components/priority-glyph.tsx';
import { StatusGlyph } from '@/components/status-glyph.tsx';
import { toggled, type BoardQuery } from '@/lib/board/board-query.ts';
import type { ShownTask } from '@/lib/board/intents.ts';
import { statusLabels } from '@/lib/board/statuses.ts';
import { useNameOf } from '@/lib/people.ts';
import { cx } from '@/lib/ui/class-names.ts';

export interface FilterMenuProps {
  query: BoardQuery;
  tasks: readonly ShownTask[];
  onLook: (change: Partial<BoardQuery>) => void;
}

/** What to leave out, by what the cards of this board have. */
export function FilterMenuItems({ query, tasks, onLook }: FilterMenuProps) {
  const nameOf = useNameOf();
  const labels = useMemo(
    () => distinct([...tasks.flatMap((task) => task.labels), ...query.labels]).sort((a, b) => a.localeCompare(b)),
    [tasks, query.labels],
  );
  const assignees = useMemo(
    () =>
      distinct([...tasks.flatMap((task) => task.assignee ?? []), ...query.assignees])
        .filter((actor) => actor !== 'none')
        .sort((a, b) => nameOf(a).localeCompare(nameOf(b))),
    [tasks, query.assignees, nameOf],
  );
  return (
    <>
      <MenuCheckbox
        textValue="Waits for me"
        checked={query.waitsForMe}
        onCheckedChange={(waitsForMe) => onLook({ waitsForMe })}
      >
        <span aria-hidden="true" className="w-3.5 text-center text-[10px] text-waiting">
          ❚❚
        </span>{' '}
        Waits for me
      </MenuCheckbox>
      <MenuCheckbox
        textValue="Has a failure"
        checked={query.hasFailure}
        onCheckedChange={(hasFailure) => onLook({ hasFailure })}
      >
        <span aria-hidden="true" className="w-3.5 text-center text-failed">
          ✕
        </span>{' '}
        Has a failure
      </MenuCheckbox>
      <MenuCheckbox checked={query.archived} onCheckedChange={(archived) => onLook({ archived })}>
        <Archive aria-hidden="true" className="size-3.5 text-muted" /> Archived
      </MenuCheckbox>
      <Choices
        title="Priority"
        values={[...taskPriorityNames].reverse()}
        chosen={query.priorities}
        onChoose={(priorities) => onLook({ priorities })}
        row={(priority) => (
          <>
            <PriorityGlyph priority={priority} labelled={false} /> {priorityLabels[priority]}
          </>
        )}
      />
      <Choices
        title="Status"
        values={taskStatusNames}
        chosen={query.statuses}
        onChoose={(statuses) => onLook({ statuses })}
        row={(status) => (
          <>
            <StatusGlyph status={status} /> {statusLabels[status]}
          </>
        )}
      />
      <Choices
        title="Label"
        values={labels}
        chosen={query.labels}
        onChoose={(chosen) => onLook({ labels: chosen })}
        row={(label) => (
          <>
            <LabelDot label={label} /> <Name words={label} />
          </>
        )}
      />
      <Choices
        title="Assignee"
        values={assignees.length > 0 || query.assignees.length > 0 ? [...assignees, 'none'] : []}
        chosen={query.assignees}
        onChoose={(chosen) => onLook({ assignees: chosen })}
        row={(actor) => <Name words={actor === 'none' ? 'Nobody' : nameOf(actor)} />}
      />
    </>
  );
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}

/** What people wrote may be long. */
function Name({ words }: { words: string }) {
  return (
    <span title={words} className="max-w-64 truncate">
      {words}
    </span>
  );
}

/** A half more shows that there is more. */
const mostInSight = 8;

interface ChoicesProps<T extends string> {
  title: string;
  values: readonly T[];
  chosen: readonly T[];
  onChoose: (chosen: readonly T[]) => void;
  row: (value: T) => ReactNode;
}

function Choices<T extends string>({ title, values, chosen, onChoose, row }: ChoicesProps<T>) {
  if (values.length === 0) return null;
  return (
    <>
      <MenuSeparator />
      <MenuLabel>{title}</MenuLabel>
      {/* However many labels there are, what comes after them is not far. */}
      <div role="group" aria-label={title} className={cx(values.length > mostInSight && 'max-h-54 overflow-y-auto')}>
        {values.map((value) => (
          <MenuCheckbox
            key={value}
            checked={chosen.includes(value)}
            onCheckedChange={() => onChoose(toggled(chosen, value))}
          >
            {row(value)}
          </MenuCheckbox>
        ))}
      </div>
    </>
  );
}
