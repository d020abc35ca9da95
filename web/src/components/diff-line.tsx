import { memo } from 'react';
import type { DiffRow, DiffRowKind } from '@/lib/diff/diff-rows.ts';
import { cx } from '@/lib/ui/class-names.ts';

const looks: Record<DiffRowKind, { sign: string; line: string; signColour: string; mark: string }> = {
  added: { sign: '+', line: 'bg-added', signColour: 'text-done', mark: 'bg-added-mark' },
  removed: { sign: '−', line: 'bg-removed', signColour: 'text-failed', mark: 'bg-removed-mark' },
  context: { sign: '', line: '', signColour: '', mark: '' },
  hunk: { sign: '', line: 'bg-hover text-muted', signColour: '', mark: '' },
  note: { sign: '', line: 'text-faint italic', signColour: '', mark: '' },
};

/** One line of a diff: its numbers, its sign, and its text with what changed in it. */
export const DiffLine = memo(function DiffLine({ row }: { row: DiffRow }) {
  const { sign, line, signColour } = looks[row.kind];
  return (
    <div className={cx('flex leading-5', line)} data-kind={row.kind}>
      <LineNumber value={row.oldNumber} className="@max-md:hidden" />
      <LineNumber value={row.newNumber ?? row.oldNumber} className="@md:hidden" />
      <LineNumber value={row.newNumber} className="@max-md:hidden" />
      <span aria-hidden="true" className={cx('w-5 shrink-0 text-center select-none', signColour)}>
        {sign}
      </span>
      <Text row={row} />
    </div>
  );
});

function LineNumber({ value, className }: { value: number | null; className: string }) {
  return (
    <span
      aria-hidden="true"
      className={cx('w-10 shrink-0 pr-1.5 text-right text-[11px] text-faint tabular-nums select-none', className)}
    >
      {value}
    </span>
  );
}

/** Long lines go on below: a diff is never wider than its place. */
const text = 'min-w-0 flex-1 pr-3 [overflow-wrap:anywhere] whitespace-pre-wrap no-underline';

function Text({ row }: { row: DiffRow }) {
  if (row.kind === 'added')
    return (
      <ins className={text}>
        <Marked row={row} />
      </ins>
    );
  if (row.kind === 'removed')
    return (
      <del className={text}>
        <Marked row={row} />
      </del>
    );
  return <span className={text}>{row.text || ' '}</span>;
}

function Marked({ row: { text: line, marked, kind } }: { row: DiffRow }) {
  if (!marked || marked.from === marked.to) return line || ' ';
  return (
    <>
      {line.slice(0, marked.from)}
      <span className={cx('rounded-xs', looks[kind].mark)}>{line.slice(marked.from, marked.to)}</span>
      {line.slice(marked.to)}
    </>
  );
}
