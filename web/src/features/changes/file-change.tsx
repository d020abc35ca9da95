'use client';

import type { ChangedFileView } from '@podium/board';
import { ChevronRight } from 'lucide-react';
import { Button } from '@/components/button.tsx';
import { CopyButton } from '@/components/copy-button.tsx';
import { DiffView } from '@/components/diff-view.tsx';
import { InlineError } from '@/components/notice.tsx';
import { messageOf } from '@/lib/api/problem.ts';
import { cx } from '@/lib/ui/class-names.ts';
import { LineCounts } from '@/components/line-counts.tsx';
import { usePatch } from './use-changes.ts';

interface FileChangeProps {
  sessionId: string;
  turn: number;
  file: ChangedFileView;
  open: boolean;
  onToggle: () => void;
}

/** One changed file; its lines are fetched when it is opened. */
export function FileChange({ sessionId, turn, file, open, onToggle }: FileChangeProps) {
  return (
    <li className="border-t border-line" data-testid="changed-file">
      <div
        className={cx('flex items-center bg-surface hover:bg-hover', open && 'sticky top-0 z-10 border-b border-line')}
      >
        <button
          type="button"
          data-file={file.path}
          aria-expanded={open}
          onClick={onToggle}
          className="flex min-w-0 flex-1 items-center gap-2 px-3 py-1.5 text-left focus-visible:-outline-offset-2"
        >
          <ChevronRight
            aria-hidden="true"
            className={cx('size-3.5 shrink-0 text-faint transition-transform duration-100', open && 'rotate-90')}
          />
          <StatusSign status={file.status} />
          <Path path={file.path} />
          {!file.certain && (
            <span className="shrink-0 rounded-full bg-past-soft px-1.5 text-[11px] text-past">perhaps others’</span>
          )}
          <span className="flex-1" />
          <LineCounts additions={file.additions} deletions={file.deletions} />
        </button>
        {open && <CopyPatch sessionId={sessionId} turn={turn} path={file.path} />}
      </div>
      {open && <Patch sessionId={sessionId} turn={turn} path={file.path} />}
    </li>
  );
}

function CopyPatch({ sessionId, turn, path }: { sessionId: string; turn: number; path: string }) {
  const { data } = usePatch(sessionId, turn, path);
  if (!data) return null;
  return (
    <CopyButton
      label={`Copy the diff of ${path}`}
      what="The diff"
      text={() => data.patch}
      className="mx-1.5 size-6 [&>svg]:size-3!"
    />
  );
}

const signs: Record<ChangedFileView['status'], { sign: string; colour: string }> = {
  added: { sign: 'A', colour: 'text-done' },
  modified: { sign: 'M', colour: 'text-ai-review' },
  deleted: { sign: 'D', colour: 'text-failed' },
};

function StatusSign({ status }: { status: ChangedFileView['status'] }) {
  const { sign, colour } = signs[status];
  return (
    <span
      role="img"
      aria-label={status}
      title={status}
      className={cx('w-3 shrink-0 text-center font-mono text-[11px] font-semibold', colour)}
    >
      {sign}
    </span>
  );
}

/** The file's name is what one looks for; its folders give way first. */
function Path({ path }: { path: string }) {
  const at = path.lastIndexOf('/') + 1;
  return (
    <span className="flex min-w-0 font-mono text-meta" title={path}>
      <span className="min-w-0 shrink-[99] truncate text-faint">{path.slice(0, at)}</span>
      <span className="min-w-0 truncate">{path.slice(at)}</span>
    </span>
  );
}

function Patch({ sessionId, turn, path }: { sessionId: string; turn: number; path: string }) {
  const { data, error, refetch, isFetching } = usePatch(sessionId, turn, path);
  if (data) {
    return (
      <>
        <DiffView patch={data.patch} label={`Changes of ${path}`} />
        {data.truncated && (
          <p className="border-t border-line bg-past-soft px-3 py-1.5 text-meta text-past">
            The diff is longer than what is kept; this is its beginning.
          </p>
        )}
      </>
    );
  }
  if (error) {
    return (
      <div className="space-y-2 p-3">
        <InlineError>The lines can’t be loaded. {messageOf(error)}</InlineError>
        <Button size="small" disabled={isFetching} onClick={() => void refetch()}>
          {isFetching ? 'Trying…' : 'Try again'}
        </Button>
      </div>
    );
  }
  return (
    <p role="status" className="px-3 py-2 text-muted">
      Loading…
    </p>
  );
}
