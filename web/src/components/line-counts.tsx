import { countText } from '@/lib/ui/amounts.ts';

/** How many lines came and went. */
export function LineCounts({ additions, deletions }: { additions: number; deletions: number }) {
  return (
    <span className="inline-flex gap-1.5 font-mono text-[11px] tabular-nums">
      {additions > 0 && (
        <span className="text-done">
          <span aria-hidden="true">+{additions.toLocaleString()}</span>
          <span className="sr-only">{countText(additions, 'line')} added</span>
        </span>
      )}
      {deletions > 0 && (
        <span className="text-failed">
          <span aria-hidden="true">−{deletions.toLocaleString()}</span>
          <span className="sr-only">{countText(deletions, 'line')} removed</span>
        </span>
      )}
    </span>
  );
}
