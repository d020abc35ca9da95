import { useId, type ReactNode } from 'react';

interface FieldProps {
  id: string;
  'aria-invalid': boolean;
  'aria-describedby': string | undefined;
}

interface FormFieldProps {
  label: string;
  hint?: string;
  error?: string | undefined;
  optional?: boolean;
  children: (field: FieldProps) => ReactNode;
}

/** A labelled field with its message below, tied together for screen readers. */
export function FormField({ label, hint, error, optional, children }: FormFieldProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div>
      <label htmlFor={id} className="mb-1 flex items-baseline justify-between font-medium">
        {label}
        {optional && <span className="text-meta font-normal text-faint">optional</span>}
      </label>
      {children({ id, 'aria-invalid': Boolean(error), 'aria-describedby': note ? `${id}-note` : undefined })}
      {note && (
        <p
          id={`${id}-note`}
          role={error ? 'alert' : undefined}
          className={error ? 'mt-1 text-meta text-failed' : 'mt-1 text-meta text-faint'}
        >
          {note}
        </p>
      )}
    </div>
  );
}
