'use client';

import type { ProjectSummaryView, TaskTemplateView } from '@podium/board';
import { InlineError } from '@/components/notice.tsx';
import { deleteTemplate } from '@/lib/api/project-requests.ts';
import { saveTemplate } from '@/lib/api/task-requests.ts';
import { KeptTemplate } from './kept-template.tsx';
import { Section } from './section.tsx';
import { useProjectChange } from './use-project-change.ts';

/** What new tasks can begin with. */
export function KeptTemplates({ project }: { project: ProjectSummaryView }) {
  const { change, problem } = useProjectChange();
  const { templates } = project;
  const rename = ({ id, ...template }: TaskTemplateView, name: string): Promise<boolean> =>
    change(`Renamed the template to “${name}”`, () => saveTemplate(project.id, id, { ...template, name }));
  const remove = ({ id, name }: TaskTemplateView): Promise<boolean> =>
    change(`Deleted the template “${name}”`, () => deleteTemplate(project.id, id));
  return (
    <Section title="Templates" detail="What new tasks can begin with. Any task’s menu can keep it as one.">
      {problem && <InlineError>{problem}</InlineError>}
      {templates.length === 0 ? (
        <p className="px-4 py-3 text-faint">None yet.</p>
      ) : (
        <ul className="divide-y divide-line">
          {templates.map((template) => (
            <KeptTemplate
              key={template.id}
              template={template}
              isTaken={(name) => templates.some((other) => other.id !== template.id && other.name === name)}
              onRename={(name) => rename(template, name)}
              onRemove={() => void remove(template)}
            />
          ))}
        </ul>
      )}
    </Section>
  );
}
