'use client';

import * as Radio from '@radix-ui/react-radio-group';

interface SegmentsProps<T extends string> {
  label: string;
  value: T;
  choices: readonly (readonly [value: T, label: string])[];
  onChange: (value: T) => void;
}

/** A few choices side by side, of which one holds. */
export function Segments<T extends string>({ label, value, choices, onChange }: SegmentsProps<T>) {
  return (
    <Radio.Root
      aria-label={label}
      value={value}
      onValueChange={(next) => onChange(next as T)}
      className="inline-flex rounded-card border border-line-strong p-0.5"
    >
      {choices.map(([choice, words]) => (
        <Radio.Item
          key={choice}
          value={choice}
          className="h-7 rounded px-3 font-medium text-muted hover:text-text data-[state=checked]:bg-active data-[state=checked]:text-text"
        >
          {words}
        </Radio.Item>
      ))}
    </Radio.Root>
  );
}
