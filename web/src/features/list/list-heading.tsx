import { taskStatusNames } from '@podium/board';
import { useHeadingName } from '@/components/heading-name.ts';
import { StatusGlyph } from '@/components/status-glyph.tsx';
import type { Heading } from '@/lib/board/arrange.ts';

/** Of a column, with its sign; of a group within it, quieter. */
export function ListHeading({ heading }: { heading: Heading }) {
  const name = useHeadingName(heading);
  const count = <span className="text-meta font-normal text-faint tabular-nums">{heading.count}</span>;
  const status = heading.by === 'status' && taskStatusNames.find((one) => one === heading.label);
  if (status) {
    return (
      <h2 className="flex h-9 items-end gap-2 border-b border-line bg-canvas px-2 pb-1.5 font-semibold">
        <StatusGlyph status={status} className="mb-0.5" /> {name} {count}
      </h2>
    );
  }
  return (
    <h3 className="flex h-7 items-end gap-1.5 px-2 text-meta font-medium text-muted">
      <span className="truncate">{name}</span> {count}
    </h3>
  );
}
