import type { CSSProperties } from 'react';

/** Labels, as many as there is room for; the rest is counted. */
export function LabelChips({ labels, most = 2 }: { labels: readonly string[]; most?: number }) {
  const rest = labels.slice(most);
  return (
    <>
      {labels.slice(0, most).map((label) => (
        <span
          key={label}
          className="inline-flex max-w-32 shrink-0 items-center gap-1 rounded-full border border-line px-1.5 leading-4 text-muted"
        >
          <LabelDot label={label} />
          <span className="truncate">{label}</span>
        </span>
      ))}
      {rest.length > 0 && (
        <span title={rest.join(', ')} className="shrink-0">
          +{rest.length}
        </span>
      )}
    </>
  );
}

/** A label's colour: always the same for the same name. */
export function LabelDot({ label }: { label: string }) {
  return (
    <span
      aria-hidden="true"
      style={{ '--hue': hueOf(label) } as CSSProperties}
      className="size-2 shrink-0 rounded-full bg-[hsl(var(--hue)_65%_50%)]"
    />
  );
}

function hueOf(label: string): number {
  let hash = 7;
  for (const sign of label.toLowerCase()) hash = (hash * 31 + (sign.codePointAt(0) ?? 0)) % 3_607;
  return hash % 360;
}
