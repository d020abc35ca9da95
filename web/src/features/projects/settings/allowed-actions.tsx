'use client';

import { permissionWords, type ProjectSummaryView } from '@podium/board';
import { Button } from '@/components/button.tsx';
import { InlineError } from '@/components/notice.tsx';
import { Ago } from '@/components/times.tsx';
import { askAgain } from '@/lib/api/project-requests.ts';
import { useNameOf } from '@/lib/people.ts';
import { actionNames } from '@/lib/ui/action-words.ts';
import { announce } from '@/lib/ui/announcer.ts';
import { Section } from './section.tsx';
import { useProjectChange } from './use-project-change.ts';

/** What people have allowed agents once and for all; each can be taken back. */
export function AllowedActions({ project }: { project: ProjectSummaryView }) {
  const { change, saving, problem } = useProjectChange();
  const nameOf = useNameOf();
  return (
    <Section
      title="Always allowed"
      detail="What agents of this project do without asking, because somebody answered “Always allow”."
    >
      {problem && <InlineError>{problem}</InlineError>}
      {project.allowed_actions.length === 0 ? (
        <p className="px-4 py-3 text-faint">Nothing: they ask for everything that needs a permission.</p>
      ) : (
        <ul className="divide-y divide-line">
          {project.allowed_actions.map(({ action, pattern, allowed_by, allowed_at }) => {
            const words = permissionWords({ action, patterns: [pattern] });
            return (
              <li key={`${action} ${pattern}`} className="flex items-center gap-3 px-4 py-2">
                <div className="min-w-0 flex-1">
                  <p className="flex flex-wrap items-baseline gap-x-2">
                    {actionNames[action] ?? `Use ${action}:`}
                    <code className="min-w-0 font-mono text-meta break-all">{pattern}</code>
                  </p>
                  <p className="text-meta text-faint">
                    {nameOf(allowed_by)} · <Ago time={allowed_at} />
                  </p>
                </div>
                <Button
                  size="small"
                  disabled={saving}
                  aria-label={`Ask again before agents ${words}`}
                  onClick={() =>
                    void change('Asks again', () => askAgain(project.id, action, pattern)).then(
                      (done) => done && announce(`Agents ask again before they ${words}`),
                    )
                  }
                >
                  Ask again
                </Button>
              </li>
            );
          })}
        </ul>
      )}
    </Section>
  );
}
