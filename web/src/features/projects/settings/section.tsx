import type { ReactNode } from 'react';

/** A part of a project's settings. */
export function Section({ title, detail, children }: { title: string; detail: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="rounded-dialog border border-line bg-surface">
      <div className="border-b border-line px-4 py-3">
        <h2 className="font-semibold">{title}</h2>
        <p className="text-muted">{detail}</p>
      </div>
      {children}
    </section>
  );
}
