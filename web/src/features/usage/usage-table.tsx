'use client';

import { costText, tokensText } from '@/lib/ui/amounts.ts';
import { cx } from '@/lib/ui/class-names.ts';
import { allTokens } from './days.ts';
import type { UsageGroup } from './usage-query.ts';

interface UsageTableProps {
  /** What the groups are, for the first column's heading. */
  name: string;
  groups: readonly UsageGroup[];
}

/** All columns have to fit on a phone. */
const cell = 'px-3 last:pr-4 max-sm:px-1 max-sm:last:pr-3';

/** Groups of usage, those that cost most first. */
export function UsageTable({ name, groups }: UsageTableProps) {
  const greatest = Math.max(1, ...groups.map(allTokens));
  if (groups.length === 0) return <p className="px-4 py-6 text-muted">Nothing was used in this time.</p>;
  return (
    <div role="region" aria-label={`Usage by ${name.toLowerCase()}`} tabIndex={0} className="overflow-x-auto">
      <table className="w-full min-w-md tabular-nums max-sm:min-w-0">
        <thead>
          <tr className="text-meta text-faint">
            <th scope="col" className="px-4 py-2 text-left font-medium max-sm:pl-3">
              {name}
            </th>
            {['Prompts', 'Read', 'Written', 'Cost'].map((heading) => (
              <th key={heading} scope="col" className={cx('py-2 text-right font-medium', cell)}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={group.key} className="border-t border-line">
              <th
                scope="row"
                className="max-w-64 px-4 py-1.5 text-left font-normal max-sm:max-w-26 max-sm:pr-1 max-sm:pl-3"
              >
                <span className="block truncate" title={group.label || group.key}>
                  {group.label || group.key || 'not known'}
                </span>
                <span
                  aria-hidden="true"
                  className="mt-1 block h-1 rounded-full bg-accent-fill"
                  style={{ width: `${Math.max(1, (allTokens(group) / greatest) * 100)}%` }}
                />
              </th>
              <td className={cx('text-right', cell)}>{group.prompts.toLocaleString()}</td>
              <td className={cx('text-right', cell)}>{tokensText(group.input_tokens + group.cached_tokens)}</td>
              <td className={cx('text-right', cell)}>{tokensText(group.output_tokens)}</td>
              <td className={cx('text-right', cell)}>{costText(group.cost_usd)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
