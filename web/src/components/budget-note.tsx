import { Wallet } from 'lucide-react';
import type { ReactNode } from 'react';
import type { BudgetNotice } from '@/lib/board/queue-state.ts';
import { cx } from '@/lib/ui/class-names.ts';

/** That a budget is nearly used up, or is; where more of it is about to be used. */
export function BudgetNote({ notice, children }: { notice: BudgetNotice; children?: ReactNode }) {
  return (
    <div className="flex min-w-0 items-start gap-2" data-testid="budget-note">
      <Wallet
        aria-hidden="true"
        className={cx('mt-0.5 size-4 shrink-0', notice.isUsedUp ? 'text-failed' : 'text-ai-review')}
      />
      <p className="min-w-0 flex-1">
        <span className="font-medium">
          {notice.isUsedUp ? 'The budget is used up: nothing starts.' : 'The budget is nearly used up.'}
        </span>{' '}
        <span className="text-muted">{notice.used}.</span>
      </p>
      {children}
    </div>
  );
}
