'use client';

import type { TaskTemplateView } from '@podium/board';

interface TemplateChoiceProps {
  templates: readonly TaskTemplateView[];
  onChoose: (template: TaskTemplateView) => void;
}

/** What a new task can begin with; nothing where the project has no templates. */
export function TemplateChoice({ templates, onChoose }: TemplateChoiceProps) {
  if (templates.length === 0) return null;
  return (
    <div role="group" aria-label="Begin with a template" className="flex flex-wrap gap-1.5">
      {templates.map((template) => (
        <button
          key={template.id}
          type="button"
          onClick={() => onChoose(template)}
          className="inline-flex h-6 items-center rounded-full border border-line px-2.5 text-meta text-muted hover:border-line-strong hover:text-text"
        >
          {template.name}
        </button>
      ))}
    </div>
  );
}
