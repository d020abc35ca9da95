import type { ChangeCountsView, SessionView } from '@podium/board';
import { plainWords } from '@/lib/ui/plain-words.ts';
import { LineCounts } from './line-counts.tsx';

/** The line of a card whose work waits to be looked at: what that changed, and what the agent said last. */
export function ResultLine({ session }: { session: SessionView }) {
  const { latest_changes: changes, reverted_to } = session;
  const preview = session.preview && plainWords(session.preview);
  return (
    <p data-testid="result" className="flex items-center gap-1.5 text-meta text-muted">
      <span aria-hidden="true" className="text-done">
        ✓
      </span>
      {reverted_to === null && changes ? <ChangeCounts changes={changes} /> : <span className="shrink-0">Done</span>}
      {preview && (
        <span title={preview} className="min-w-0 flex-1 truncate text-faint">
          {preview}
        </span>
      )}
    </p>
  );
}

/** "2 files +14 −3". */
export function ChangeCounts({ changes: { files, additions, deletions, shared } }: { changes: ChangeCountsView }) {
  if (files === 0) return <span className="shrink-0">No files changed</span>;
  return (
    <span className="inline-flex shrink-0 items-center gap-1.5 tabular-nums">
      {files === 1 ? '1 file' : `${files.toLocaleString()} files`}
      <LineCounts additions={additions} deletions={deletions} />
      {shared && (
        <span title="Others were at work in the same workspace meanwhile. Changes says what is certain.">
          perhaps partly others’
        </span>
      )}
    </span>
  );
}
