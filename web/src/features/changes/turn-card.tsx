'use client';

import { companyNames, type TurnChangesView } from '@podium/board';
import { ChevronsDownUp, ChevronsUpDown, GitCommitHorizontal } from 'lucide-react';
import { useState } from 'react';
import { CopyButton } from '@/components/copy-button.tsx';
import { IconButton } from '@/components/icon-button.tsx';
import { Ago } from '@/components/times.tsx';
import { FileChange } from './file-change.tsx';
import { LineCounts } from '@/components/line-counts.tsx';

/** So many files can be opened at once; each is fetched by itself. */
const openableAtOnce = 20;

/** What the agent changed for one prompt: its commit, and file by file. */
export function TurnCard({ sessionId, turn }: { sessionId: string; turn: TurnChangesView }) {
  const { files, total_files: total, commit } = turn;
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const allOpen = files.every(({ path }) => opened.has(path));
  const toggle = (path: string): void =>
    setOpened((paths) =>
      paths.has(path) ? new Set([...paths].filter((other) => other !== path)) : new Set([...paths, path]),
    );
  const prompt = turn.prompt.trim().split('\n', 1)[0];
  return (
    <article aria-label={`Prompt ${turn.turn}`} className="overflow-clip rounded-card border border-line bg-surface">
      <header className="flex flex-col gap-1 px-3 py-2">
        <div className="flex items-baseline gap-2">
          <span className="shrink-0 text-meta text-faint tabular-nums">{turn.turn}</span>
          <h4 className="min-w-0 flex-1 truncate font-medium" title={turn.prompt}>
            {prompt}
          </h4>
          <Ago time={turn.ended_at} className="shrink-0 text-meta text-faint" />
        </div>
        <div className="flex min-h-6 flex-wrap items-center gap-x-3 text-meta text-muted">
          {commit && <Commit {...commit} />}
          <span className="ml-auto inline-flex shrink-0 items-center gap-1">
            <Sum turn={turn} />
            {files.length > 1 && files.length <= openableAtOnce && (
              <IconButton
                label={allOpen ? 'Close all files' : 'Open all files'}
                className="size-6"
                onClick={() => setOpened(allOpen ? new Set() : new Set(files.map(({ path }) => path)))}
              >
                {allOpen ? <ChevronsDownUp /> : <ChevronsUpDown />}
              </IconButton>
            )}
          </span>
        </div>
      </header>
      <Company turn={turn} />
      {files.length > 0 && (
        <ul aria-label="Changed files">
          {files.map((file) => (
            <FileChange
              key={file.path}
              sessionId={sessionId}
              turn={turn.turn}
              file={file}
              open={opened.has(file.path)}
              onToggle={() => toggle(file.path)}
            />
          ))}
        </ul>
      )}
      {!turn.changes_known && (
        <p className="border-t border-line px-3 py-2 text-meta text-muted">
          Nobody could look: the workspace has no git, or was gone by then.
        </p>
      )}
      {turn.partial && (
        <p className="border-t border-line px-3 py-2 text-meta text-muted">
          A step was broken off. What only that step changed is not listed.
        </p>
      )}
      {total > files.length && (
        <p className="border-t border-line px-3 py-2 text-meta text-muted">
          {(total - files.length).toLocaleString()} more files changed; only the first {files.length.toLocaleString()}{' '}
          are kept. {commit ? 'The commit has all of them.' : 'The workspace has all of them.'}
        </p>
      )}
    </article>
  );
}

/** Who else was there: OpenCode compares the workspace before and after, and sees no difference between agents. */
function Company({ turn: { others, others_known: known, files, commit } }: { turn: TurnChangesView }) {
  if (known && others.length === 0) return null;
  const unsure = [
    files.some(({ certain }) => !certain) ? 'What is marked' : '',
    commit ? (files.every(({ certain }) => certain) ? 'The commit' : 'the commit') : '',
  ].filter(Boolean);
  return (
    <p className="border-t border-line bg-past-soft px-3 py-2 text-meta">
      {known
        ? `${companyNames(others.map(({ title }) => title))} worked in the same workspace meanwhile.`
        : 'It is not known whether others worked in the same workspace meanwhile.'}{' '}
      {unsure.length > 0 && `${unsure.join(' and ')} may be ${others.length === 1 ? 'its' : 'their'} work.`}
    </p>
  );
}

function Commit({ hash, subject }: { hash: string; subject: string | null }) {
  const short = hash.slice(0, 7);
  return (
    <span className="inline-flex min-w-0 flex-1 basis-48 items-center gap-1">
      <GitCommitHorizontal aria-hidden="true" className="size-3.5 shrink-0 text-faint" />
      <CopyButton
        label={`Copy the hash of commit ${short}`}
        what="The hash"
        text={() => hash}
        className="h-6 text-text [&>svg]:size-3!"
      >
        <code className="font-mono text-[11px]">{short}</code>
      </CopyButton>
      {subject && <span className="min-w-0 truncate">{subject}</span>}
    </span>
  );
}

function Sum({ turn }: { turn: TurnChangesView }) {
  const { total_files: total, changes_known: known, additions, deletions } = turn;
  if (!known) return <span>Not known which files changed</span>;
  if (total === 0) return <span>No file changed</span>;
  return (
    <span className="inline-flex items-center gap-2">
      {total.toLocaleString()} {total === 1 ? 'file' : 'files'}
      <LineCounts additions={additions} deletions={deletions} />
    </span>
  );
}
