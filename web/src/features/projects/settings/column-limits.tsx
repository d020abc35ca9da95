'use client';

import { taskStatusNames, type ProjectSummaryView, type ProjectView, type TaskStatusName } from '@podium/board';
import type { FormEvent } from 'react';
import { Button } from '@/components/button.tsx';
import { InlineError } from '@/components/notice.tsx';
import { StatusGlyph } from '@/components/status-glyph.tsx';
import { editProject } from '@/lib/api/project-requests.ts';
import { statusLabels } from '@/lib/board/statuses.ts';
import { useFollowed } from '@/lib/ui/use-followed.ts';
import { Section } from './section.tsx';
import { useProjectChange } from './use-project-change.ts';

type Limits = ProjectView['wip_limits'];

/** How many cards each column should have at most. */
export function ColumnLimits({ project }: { project: ProjectSummaryView }) {
  const { change, saving, problem } = useProjectChange();
  const [limits, setLimits] = useFollowed<Limits>(project.wip_limits, isSame);
  const isChanged = !isSame(limits, project.wip_limits);
  const set = (status: TaskStatusName, value: number): void => {
    const { [status]: _, ...others } = limits;
    setLimits(Number.isNaN(value) ? others : { ...others, [status]: value });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void change('Changed the limits of the columns', () => editProject(project.id, { wip_limits: limits }));
  };
  return (
    <Section title="Columns" detail="A column that has more cards than its limit turns amber. Empty: no limit.">
      <form onSubmit={submit} className="p-4">
        <div className="grid gap-x-8 gap-y-2 sm:grid-cols-2">
          {taskStatusNames.map((status) => (
            <label key={status} className="flex items-center gap-2">
              <StatusGlyph status={status} />
              <span className="flex-1">{statusLabels[status]}</span>
              <input
                type="number"
                min={1}
                max={999}
                value={limits[status] ?? ''}
                onChange={(event) => set(status, event.target.valueAsNumber)}
                className="field w-20 tabular-nums"
              />
            </label>
          ))}
        </div>
        <footer className="mt-4 flex items-center justify-end gap-3">
          {problem && <InlineError>{problem}</InlineError>}
          <Button type="submit" tone="primary" disabled={saving || !isChanged}>
            {saving ? 'Saving…' : 'Save'}
          </Button>
        </footer>
      </form>
    </Section>
  );
}

function isSame(one: Limits, other: Limits): boolean {
  return taskStatusNames.every((status) => one[status] === other[status]);
}
