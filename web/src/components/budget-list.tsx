import type { ProjectSummaryView } from '@podium/board';
import Link from 'next/link';
import { budgetNotice } from '@/lib/board/queue-state.ts';
import { cx } from '@/lib/ui/class-names.ts';
import { BudgetNote } from './budget-note.tsx';

/** Projects whose budget is nearly used up, or is; nothing where all have enough. */
export function BudgetList({ projects, className }: { projects: readonly ProjectSummaryView[]; className?: string }) {
  const noted = projects.flatMap((project) => {
    const notice = budgetNotice(project);
    return notice ? [{ project, notice }] : [];
  });
  if (noted.length === 0) return null;
  return (
    <ul
      aria-label="Budgets"
      className={cx('divide-y divide-line rounded-dialog border border-line bg-surface', className)}
    >
      {noted.map(({ project, notice }) => (
        <li key={project.id} className="px-4 py-2.5">
          <BudgetNote notice={notice}>
            <Link
              href={`/projects/${project.id}/settings`}
              prefetch={false}
              className="max-w-44 shrink-0 truncate font-medium text-accent hover:underline"
            >
              {project.name}
            </Link>
          </BudgetNote>
        </li>
      ))}
    </ul>
  );
}
