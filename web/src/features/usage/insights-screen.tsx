'use client';

import { useState, type ReactNode } from 'react';
import { BudgetList } from '@/components/budget-list.tsx';
import { Button } from '@/components/button.tsx';
import { Notice } from '@/components/notice.tsx';
import { messageOf } from '@/lib/api/problem.ts';
import { useProjects } from '@/lib/live/live-context.tsx';
import { costText, tokensText } from '@/lib/ui/amounts.ts';
import { useNow } from '@/lib/ui/use-now.ts';
import { DayChart, type Measure } from './day-chart.tsx';
import { allTokens, everyDay, firstDay } from './days.ts';
import { UsageTable } from './usage-table.tsx';
import { useUsage, type UsageGrouping, type UsageTotals } from './usage-query.ts';

const groupings: readonly (readonly [UsageGrouping, string])[] = [
  ['project', 'Project'],
  ['model', 'Model'],
  ['task', 'Task'],
  ['person', 'Person'],
];

/** What agents used: tokens and money by day, and by what it went to. */
export function InsightsScreen({ navigation }: { navigation: ReactNode }) {
  const nowMs = useNow('halfMinute');
  const { data: list } = useProjects();
  const [projectId, setProjectId] = useState<string | null>(null);
  const [dayCount, setDayCount] = useState(30);
  const [measure, setMeasure] = useState<Measure>('tokens');
  const [chosen, setChosen] = useState<UsageGrouping>('model');
  const by = projectId && chosen === 'project' ? 'task' : chosen;
  const from = firstDay(dayCount, nowMs);
  const days = useUsage({ projectId, by: 'day', from });
  const groups = useUsage({ projectId, by, from });
  return (
    <>
      <header className="flex min-h-12 shrink-0 items-center gap-2 px-4 py-2 max-md:gap-1.5">
        {navigation}
        <h1 className="min-w-16 flex-1 text-title font-semibold">Insights</h1>
        <select
          aria-label="Project"
          value={projectId ?? ''}
          onChange={(event) => setProjectId(event.target.value || null)}
          className="field w-44 min-w-24"
        >
          <option value="">All projects</option>
          {list?.projects.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        <select
          aria-label="Time"
          value={dayCount}
          onChange={(event) => setDayCount(Number(event.target.value))}
          className="field w-32 min-w-24"
        >
          {[7, 30, 90].map((count) => (
            <option key={count} value={count}>
              {count} days
            </option>
          ))}
        </select>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 pb-8">
        <div className="mx-auto max-w-4xl space-y-4">
          <BudgetList projects={list?.projects.filter(({ id }) => !projectId || id === projectId) ?? []} />
          {days.error && !days.data && (
            <Notice title="The usage can’t be loaded" detail={messageOf(days.error)}>
              <Button onClick={() => void days.refetch()}>Try again</Button>
            </Notice>
          )}
          {days.data && <Totals total={days.data.total} measure={measure} onMeasure={setMeasure} />}
          <section aria-label="By day" className="min-h-60 rounded-dialog border border-line bg-surface">
            {days.data && <DayChart days={everyDay(days.data.groups, from, nowMs)} measure={measure} />}
          </section>
          <section aria-label="Where it went" className="rounded-dialog border border-line bg-surface">
            <div className="flex gap-1 border-b border-line p-1.5">
              {groupings
                .filter(([name]) => !projectId || name !== 'project')
                .map(([name, label]) => (
                  <Button
                    key={name}
                    size="small"
                    tone="quiet"
                    aria-pressed={by === name}
                    className={by === name ? 'bg-active text-text' : undefined}
                    onClick={() => setChosen(name)}
                  >
                    {label}
                  </Button>
                ))}
            </div>
            {groups.data && (
              <UsageTable name={groupings.find(([name]) => name === by)?.[1] ?? ''} groups={groups.data.groups} />
            )}
          </section>
        </div>
      </div>
    </>
  );
}

interface TotalsProps {
  total: UsageTotals;
  measure: Measure;
  onMeasure: (measure: Measure) => void;
}

/** The sums; tokens and cost choose what the chart shows. */
function Totals({ total, measure, onMeasure }: TotalsProps) {
  const tile = 'flex min-w-28 flex-1 flex-col rounded-dialog border border-line bg-surface px-4 py-2.5 text-left';
  const value = 'text-hero font-semibold tabular-nums';
  return (
    <div className="flex flex-wrap gap-3">
      <button
        type="button"
        aria-pressed={measure === 'tokens'}
        onClick={() => onMeasure('tokens')}
        className={`${tile} hover:border-line-strong aria-pressed:border-accent`}
      >
        <span className="text-meta text-faint">Tokens</span>
        <span className={value}>{tokensText(allTokens(total))}</span>
      </button>
      <button
        type="button"
        aria-pressed={measure === 'cost'}
        onClick={() => onMeasure('cost')}
        className={`${tile} hover:border-line-strong aria-pressed:border-accent`}
      >
        <span className="text-meta text-faint">Cost</span>
        <span className={value}>{costText(total.cost_usd)}</span>
      </button>
      <div className={tile}>
        <span className="text-meta text-faint">Sessions</span>
        <span className={value}>{total.sessions.toLocaleString()}</span>
      </div>
      <div className={tile}>
        <span className="text-meta text-faint">Prompts</span>
        <span className={value}>{total.prompts.toLocaleString()}</span>
      </div>
    </div>
  );
}
