import type { FilePatch } from '@podium/jetstream';
import { FileChange, type ChangedFile, type TurnChanges } from '@podium/proto';
import type { FileDiff } from '../opencode/open-code-changes.ts';
import { shortPatch } from '../opencode/short-patch.ts';

/** Files that a fact names, and how long their paths may be together, so that it stays a small one. */
const mostFiles = 200;
const mostPathBytes = 100_000;
/** Patches of a turn, and of one file, in UTF-16 units. */
const mostOfTurn = 2_000_000;
const mostOfFile = 500_000;

export interface CollectedChanges {
  readonly changes: Omit<TurnChanges, 'patchesId' | 'partial' | 'company'>;
  /** Of the files that the changes name. */
  readonly patches: readonly FilePatch[];
}

/**
 * What a turn changed in all.
 * @param diffs one list for each time that its prompt was sent, in order
 * @param written what the agent's own tools for files wrote, as far as that is known
 */
export function collectChanges(
  diffs: readonly (readonly FileDiff[])[],
  written: readonly string[] = [],
): CollectedChanges {
  const own = new Set(written);
  const files = [...merged(diffs).values()].sort((a, b) => (a.file < b.file ? -1 : 1));
  const named = withinLimits(files);
  return {
    changes: {
      files: named.map((diff) => changedFile(diff, own)),
      totalFiles: files.length,
      additions: sum(files, ({ additions }) => additions),
      deletions: sum(files, ({ deletions }) => deletions),
    },
    patches: patchesOf(named),
  };
}

/** A prompt that was sent anew goes on with the files as the sending before left them. */
function merged(diffs: readonly (readonly FileDiff[])[]): Map<string, FileDiff> {
  const files = new Map<string, FileDiff>();
  for (const diff of diffs.flat()) {
    const earlier = files.get(diff.file);
    const both = earlier ? joined(earlier, diff) : diff;
    if (both) files.set(diff.file, both);
    else files.delete(diff.file);
  }
  return files;
}

/** Null where nothing is left of it: a file that came and went. */
function joined(earlier: FileDiff, later: FileDiff): FileDiff | null {
  const [wasNew, isGone] = [earlier.status === 'added', later.status === 'deleted'];
  if (wasNew && isGone) return null;
  return {
    file: later.file,
    patch: earlier.patch + later.patch,
    additions: earlier.additions + later.additions,
    deletions: earlier.deletions + later.deletions,
    status: isGone ? 'deleted' : wasNew ? 'added' : 'modified',
  };
}

function withinLimits(files: readonly FileDiff[]): FileDiff[] {
  let bytes = 0;
  return files.slice(0, mostFiles).filter(({ file }) => (bytes += Buffer.byteLength(file)) <= mostPathBytes);
}

const kinds: Record<FileDiff['status'], FileChange> = {
  added: FileChange.ADDED,
  modified: FileChange.MODIFIED,
  deleted: FileChange.DELETED,
};

function changedFile({ file, status, additions, deletions }: FileDiff, own: ReadonlySet<string>): ChangedFile {
  return { path: file, change: kinds[status], additions, deletions, ...(own.has(file) ? { own: true } : {}) };
}

function patchesOf(files: readonly FileDiff[]): FilePatch[] {
  let left = mostOfTurn;
  return files.map(({ file, patch }) => {
    const whole = shortPatch(patch);
    const kept = cutAtLine(whole, Math.min(left, mostOfFile));
    left -= kept.length;
    return { path: file, patch: kept, isTruncated: kept.length < whole.length };
  });
}

function cutAtLine(text: string, most: number): string {
  return text.length <= most ? text : text.slice(0, text.lastIndexOf('\n', most - 1) + 1);
}

function sum(files: readonly FileDiff[], of: (file: FileDiff) => number): number {
  return files.reduce((total, file) => total + of(file), 0);
}
