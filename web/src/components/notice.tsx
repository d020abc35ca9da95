import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

/** What a page shows in place of its content: what is the case, what it means, and the next step. */
export function Notice({
  title,
  detail,
  children,
  icon,
  heading: Heading = 'h2',
}: {
  title: string;
  detail: string;
  /** `h1` where the page has nothing else. */
  heading?: 'h1' | 'h2';
  children?: ReactNode;
  icon?: ReactNode;
}) {
  return (
    <div className="mx-auto flex max-w-sm flex-col items-center px-6 py-16 text-center">
      {icon && <div className="mb-4 text-faint">{icon}</div>}
      <Heading className="text-title font-semibold">{title}</Heading>
      <p className="mt-1 text-muted">{detail}</p>
      {children && <div className="mt-4 flex gap-2">{children}</div>}
    </div>
  );
}

/** A form's or a list's refusal, in place. */
export function InlineError({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className="flex items-start gap-2 rounded-card bg-failed-soft px-3 py-2 text-failed">
      <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <span className="min-w-0 break-words">{children}</span>
    </p>
  );
}
