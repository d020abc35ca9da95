'use client';

import { useState } from 'react';

interface DueDateFieldProps {
  /** As `2026-12-24`; null: none. */
  dueOn: string | null;
  className: string;
  onChange: (dueOn: string | null) => void;
}

/** While a year is typed the browser reports the years 2, 20 and 202: no day that anyone means. */
const isWhole = (day: string): boolean => day === '' || day >= '1000';

/** The day until which a task is to be done. */
export function DueDateField({ dueOn, className, onChange }: DueDateFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <input
      type="date"
      aria-label="Due date"
      data-undoable
      value={typed ?? dueOn ?? ''}
      onChange={({ target: { value } }) => {
        setTyped(isWhole(value) ? null : value);
        if (isWhole(value)) onChange(value || null);
      }}
      onBlur={() => setTyped(null)}
      className={className}
    />
  );
}
