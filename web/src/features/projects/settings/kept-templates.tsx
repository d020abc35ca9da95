'use client';

import type { ProjectSummaryView } from '@podium/board';
import { Trash2 } from 'lucide-react';
import { IconButton } from '@/components/icon-button.tsx';
import { LabelChips } from '@/components/label-chips.tsx';
import { InlineError } from '@/components/notice.tsx';
import { PriorityGlyph } from '@/components/priority-glyph.tsx';
import { deleteTemplate } from '@/lib/api/project-requests.ts';
import { Section } from './section.tsx';
import { useProjectChange } from './use-project-change.ts';

/** What new tasks can begin with. */
export function KeptTemplates({ project }: { project: ProjectSummaryView }) {
  const { change, problem } = useProjectChange();
  return (
    <Section title="Templates" detail="What new tasks can begin with. Any task’s menu can keep it as one.">
      {problem && <InlineError>{problem}</InlineError>}
      {project.templates.length === 0 ? (
        <p className="px-4 py-3 text-faint">None yet.</p>
      ) : (
        <ul className="divide-y divide-line">
          {project.templates.map((template) => (
            <li key={template.id} className="flex items-center gap-2.5 px-4 py-2 text-meta">
              <PriorityGlyph priority={template.priority} />
              <span className="min-w-0 flex-1 truncate text-body font-medium">{template.name}</span>
              <LabelChips labels={template.labels} />
              <IconButton
                label={`Delete the template ${template.name}`}
                onClick={() =>
                  void change(`Deleted the template “${template.name}”`, () => deleteTemplate(project.id, template.id))
                }
              >
                <Trash2 />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
