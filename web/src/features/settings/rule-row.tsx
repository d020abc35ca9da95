import { useId } from 'react';
import type { projectFields } from './project-rules.ts';
import { SettingRow } from './settings-section.tsx';

interface RuleRowProps {
  field: (typeof projectFields)[number];
  value: string;
  /** What is wrong with it; what was typed stays. */
  error: string | null;
  onChange: (text: string) => void;
  onLeave: () => void;
}

/** One rule: a number, or nothing where there is no limit. */
export function RuleRow({ field, value, error, onChange, onLeave }: RuleRowProps) {
  const id = useId();
  const { label, detail, unit, none, fraction } = field;
  return (
    <SettingRow name={label} detail={detail}>
      <label className="flex items-center gap-2">
        <input
          type="text"
          inputMode={fraction ? 'decimal' : 'numeric'}
          autoComplete="off"
          aria-label={label}
          aria-invalid={error !== null}
          aria-describedby={error === null ? undefined : id}
          placeholder={none}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onBlur={onLeave}
          className="field w-28 tabular-nums"
        />
        <span className="w-16 text-muted">{unit}</span>
      </label>
      {error !== null && (
        <p id={id} role="alert" className="basis-full text-meta text-failed">
          {error}
        </p>
      )}
    </SettingRow>
  );
}
