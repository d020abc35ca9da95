import type { ReactNode } from 'react';

export function SettingsSection({ title, detail, children }: { title: string; detail: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="rounded-dialog border border-line bg-surface">
      <div className="border-b border-line px-4 py-3">
        <h2 className="font-semibold">{title}</h2>
        <p className="text-muted">{detail}</p>
      </div>
      <div className="divide-y divide-line">{children}</div>
    </section>
  );
}

/** One setting: what it is at the left, how it is set at the right. */
export function SettingRow({ name, detail, children }: { name: string; detail?: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-48 flex-1">
        <p className="font-medium">{name}</p>
        {detail && <p className="text-muted">{detail}</p>}
      </div>
      {children}
    </div>
  );
}
