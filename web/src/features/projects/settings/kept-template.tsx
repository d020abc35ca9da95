'use client';

import type { TaskTemplateView } from '@podium/board';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '@/components/icon-button.tsx';
import { LabelChips } from '@/components/label-chips.tsx';
import { PriorityGlyph } from '@/components/priority-glyph.tsx';
import { caretToEnd } from '@/lib/ui/caret.ts';
import { lengthProblem } from '@/lib/ui/length-problem.ts';

interface KeptTemplateProps {
  template: TaskTemplateView;
  /** Whether another template is called like that. */
  isTaken: (name: string) => boolean;
  /** False where it was refused; that is told by then. */
  onRename: (name: string) => Promise<boolean>;
  onRemove: () => void;
}

/** One template; its name is changed where it stands. */
export function KeptTemplate({ template, isTaken, onRename, onRemove }: KeptTemplateProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const name = typed?.trim() ?? '';
  const problem =
    lengthProblem('A name', name, 100) ?? (isTaken(name) ? `Another template is called “${name}” already.` : null);
  const save = async (): Promise<void> => {
    if (problem) return;
    if (!name || name === template.name || (await onRename(name))) setTyped(null);
  };
  return (
    <li className="flex flex-wrap items-center gap-2.5 px-4 py-2 text-meta">
      <PriorityGlyph priority={template.priority} />
      <div className="min-w-0 flex-1 text-body font-medium">
        {typed === null ? (
          <button
            type="button"
            title="Rename this template"
            aria-label={`Rename the template ${template.name}`}
            onClick={() => setTyped(template.name)}
            className="-mx-1 max-w-full cursor-text truncate rounded px-1 text-left hover:bg-hover"
          >
            {template.name}
          </button>
        ) : (
          <input
            autoFocus
            onFocus={caretToEnd}
            aria-label="Name of the template"
            aria-invalid={problem !== null}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onBlur={() => void save()}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !event.nativeEvent.isComposing) void save();
              if (event.key !== 'Escape') return;
              event.stopPropagation();
              setTyped(null);
            }}
            className="field h-7 px-1"
          />
        )}
      </div>
      <LabelChips labels={template.labels} />
      <IconButton label={`Delete the template ${template.name}`} onClick={onRemove}>
        <Trash2 />
      </IconButton>
      {problem && (
        <p role="alert" className="basis-full text-failed">
          {problem}
        </p>
      )}
    </li>
  );
}
