'use client';

import { useState } from 'react';
import { costText, tokensText } from '@/lib/ui/amounts.ts';
import { allTokens, roundedTop } from './days.ts';
import type { UsageGroup } from './usage-query.ts';

export type Measure = 'tokens' | 'cost';

const heightPx = 180;

/** Bars, one a day. The table below says the same for who can't see them. */
export function DayChart({ days, measure }: { days: readonly UsageGroup[]; measure: Measure }) {
  const [pointedKey, setPointedKey] = useState<string | null>(null);
  const valueOf = (day: UsageGroup): number => (measure === 'cost' ? day.cost_usd : allTokens(day));
  const textOf = measure === 'cost' ? costText : tokensText;
  const top = roundedTop(Math.max(0, ...days.map(valueOf)));
  const pointed = days.find(({ key }) => key === pointedKey);
  return (
    <figure aria-label={`${measure === 'cost' ? 'Cost' : 'Tokens'} by day`} className="px-4 pt-3 pb-2">
      <p className="h-5 text-meta text-muted tabular-nums" aria-hidden="true">
        {pointed &&
          `${dayText(pointed.key)}: ${tokensText(allTokens(pointed))} tokens, ${costText(pointed.cost_usd)}, ${pointed.prompts} prompts`}
      </p>
      <div className="flex gap-2">
        <div
          aria-hidden="true"
          className="flex w-12 shrink-0 flex-col justify-between text-right text-[11px] leading-none text-faint tabular-nums"
          style={{ height: heightPx }}
        >
          {[top, top / 2, 0].map((value) => (
            <span key={value}>{textOf(value)}</span>
          ))}
        </div>
        <svg
          aria-hidden="true"
          viewBox={`0 0 ${days.length} 100`}
          preserveAspectRatio="none"
          className="min-w-0 flex-1 border-b border-line-strong"
          style={{ height: heightPx }}
          onMouseLeave={() => setPointedKey(null)}
        >
          {[0, 50].map((y) => (
            <line
              key={y}
              x1={0}
              x2={days.length}
              y1={y}
              y2={y}
              className="stroke-line"
              strokeWidth={1}
              vectorEffect="non-scaling-stroke"
            />
          ))}
          {days.map((day, index) => {
            const height = (valueOf(day) / top) * 100;
            return (
              <g key={day.key} onMouseEnter={() => setPointedKey(day.key)}>
                <rect x={index} y={0} width={1} height={100} fill="transparent" />
                <rect
                  x={index + 0.15}
                  y={100 - height}
                  width={0.7}
                  height={height}
                  className={pointedKey === day.key ? 'fill-accent' : 'fill-accent-fill'}
                />
              </g>
            );
          })}
        </svg>
      </div>
      <p aria-hidden="true" className="mt-1 flex justify-between pl-14 text-[11px] text-faint">
        <span>{dayText(days[0]?.key ?? '')}</span>
        <span>{dayText(days.at(-1)?.key ?? '')}</span>
      </p>
    </figure>
  );
}

function dayText(day: string): string {
  if (!day) return '';
  return new Date(`${day}T00:00:00Z`).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
}
