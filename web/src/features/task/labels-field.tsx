'use client';

import { X } from 'lucide-react';
import { useId, useState } from 'react';

interface LabelsFieldProps {
  labels: readonly string[];
  /** Labels of other tasks, to choose from. */
  known: readonly string[];
  readOnly: boolean;
  onChange: (labels: string[]) => void;
}

/** Labels as chips; Enter adds one, Backspace in the empty field takes the last one away. */
export function LabelsField({ labels, known, readOnly, onChange }: LabelsFieldProps) {
  const id = useId();
  const [typed, setTyped] = useState('');
  const add = (): void => {
    const label = typed.trim();
    setTyped('');
    if (label && !labels.some((other) => other.toLowerCase() === label.toLowerCase())) onChange([...labels, label]);
  };
  return (
    <>
      {labels.map((label) => (
        <span
          key={label}
          className="inline-flex h-5.5 max-w-full items-center gap-1 rounded-full border border-line-strong pr-1 pl-2 text-meta"
        >
          <span className="truncate">{label}</span>
          {!readOnly && (
            <button
              type="button"
              aria-label={`Remove the label ${label}`}
              onClick={() => onChange(labels.filter((other) => other !== label))}
              className="rounded-full p-0.5 text-faint hover:bg-hover hover:text-text"
            >
              <X aria-hidden="true" className="size-3" />
            </button>
          )}
        </span>
      ))}
      {!readOnly && (
        <input
          aria-label="Add a label"
          placeholder="Add…"
          list={id}
          value={typed}
          maxLength={50}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={add}
          onKeyDown={(event) => {
            if (event.key === 'Enter' || event.key === ',') {
              event.preventDefault();
              add();
            }
            if (event.key === 'Escape' && typed) {
              event.stopPropagation();
              setTyped('');
            }
            if (event.key === 'Backspace' && !typed && labels.length > 0) onChange(labels.slice(0, -1));
          }}
          className="h-7 w-24 rounded-card border border-transparent bg-transparent px-1.5 placeholder:text-faint hover:border-line-strong"
        />
      )}
      <datalist id={id}>
        {known
          .filter((label) => !labels.includes(label))
          .map((label) => (
            <option key={label} value={label} />
          ))}
      </datalist>
    </>
  );
}
