import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { ActivityData } from '@podium/board';
import type { PatchArchive } from '@podium/jetstream';
import type { TurnChanges } from '@podium/proto';
import { LOGGER, type Logger } from '@podium/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import type { Running } from '../domain/session.ts';
import type { WorkspaceLook } from '../domain/workspace-look.ts';
import type { RunOutcome } from '../opencode/follow-run.ts';
import type { FileDiff } from '../opencode/open-code-changes.ts';
import type { OpenCodeClient } from '../opencode/open-code-client.ts';
import type { Head } from '../opencode/workspace-head.ts';
import { PATCH_ARCHIVE } from '../tokens.ts';
import { collectChanges } from './collect-changes.ts';
import { usageOf } from './ending.ts';
import { Neighbours } from './neighbours.ts';
import type { TurnResult } from './turn-result.ts';

/** A session waits no longer than this to begin without knowing which commit the workspace is at. */
const longestBeforeMs = 1_500;
/**
 * A turn waits no longer than this to end without knowing what it changed. A look takes a fraction of a second, but while
 * OpenCode compares large files it answers nobody.
 */
const longestAfterMs = 8_000;
/** OpenCode may still be at the changes of the last step: what is read twice with this pause between is settled. */
const settlingMs = 150;
/** What some step changed may not be there in the end: as often as this the same is settled too. */
const mostLooks = 5;

/** Whose work is looked at. */
export interface SessionAtWork {
  readonly projectId: string;
  readonly sessionId: string;
}

/**
 * Sees what agents do to the workspace. Whatever goes wrong with it is no matter of the session's: it goes on without
 * the answer, and in time.
 */
@Injectable()
export class WorkspaceWatch {
  readonly #patches: Pick<PatchArchive, 'put'>;
  readonly #neighbours: Pick<Neighbours, 'companyOf'>;
  readonly #logger: Logger;

  constructor(
    @Inject(PATCH_ARCHIVE) patches: Pick<PatchArchive, 'put'>,
    @Inject(Neighbours) neighbours: Pick<Neighbours, 'companyOf'>,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.#patches = patches;
    this.#neighbours = neighbours;
    this.#logger = logger;
  }

  /** The commit that the workspace is at; empty before its first one, undefined where that can't be told. */
  async headBefore(client: OpenCodeClient): Promise<string | undefined> {
    const head = await this.#inTime(longestBeforeMs, 'head', client.changes.head());
    if (head?.kind === 'no commit') return '';
    return head?.kind === 'commit' ? head.hash : undefined;
  }

  /** What came of a run that is over, as the fact about its turn tells it. */
  async resultOf(
    client: OpenCodeClient,
    session: SessionAtWork,
    state: Running,
    outcome: RunOutcome,
  ): Promise<TurnResult> {
    const usage = usageOf(outcome);
    // All that a deleted project has is being removed, and nothing is added to it any more.
    if (state.kind === 'stopping' && state.stopReason === 'project_deleted') return { usage };
    const [head, changes] = await Promise.all([
      this.#inTime(longestAfterMs, 'head', client.changes.head()),
      this.#inTime(longestAfterMs, 'changes', this.#changesOf(client, session, state, outcome)),
    ]);
    return { usage, workspace: { ...headOf(head), ...changesIn(head, changes) } };
  }

  /** Says beside what a step changed who else has worked in the workspace since its turn began. */
  withCompany(
    { projectId, sessionId }: SessionAtWork,
    { run }: Running,
  ): (data: ActivityData) => Promise<ActivityData> {
    return async (data) => {
      const company = await this.#neighbours.companyOf({ projectId, sessionId, conversation: run.runtimeSessionId });
      if (!company) return data;
      return { ...data, others: company.unknown ? null : company.others.map(({ title }) => title) };
    };
  }

  async #changesOf(
    client: OpenCodeClient,
    { projectId, sessionId }: SessionAtWork,
    { work, run }: Running,
    { filesTouched, filesWritten, ending }: RunOutcome,
  ): Promise<TurnChanges> {
    const earlier = (work.turn?.messageIds ?? []).filter((id) => id !== run.runtimeMessageId);
    const diffs: FileDiff[][] = [];
    for (const id of earlier) diffs.push(await client.changes.diff(run.runtimeSessionId, id));
    diffs.push(await settledDiff(client, run, filesTouched));
    // Asked last: whoever comes after the workspace was looked at has no part in what was seen.
    const company = await this.#neighbours.companyOf({ projectId, sessionId, conversation: run.runtimeSessionId });
    const { changes: collected, patches } = collectChanges(diffs, filesWritten);
    const isPartial = earlier.length > 0 || ending.kind === 'aborted' || ending.kind === 'interrupted';
    const changes = { ...collected, ...(isPartial ? { partial: true } : {}), ...(company ? { company } : {}) };
    if (patches.length === 0) return changes;
    return { ...changes, patchesId: await this.#patches.put(projectId, patches) };
  }

  async #inTime<T>(longestMs: number, what: string, answer: Promise<T>): Promise<T | undefined> {
    const over = new AbortController();
    const known = answer.catch((err: unknown) => {
      this.#logger.warn({ err, what }, 'The workspace could not be looked at');
      return undefined;
    });
    const late = pause(longestMs, undefined, { signal: over.signal }).catch(() => undefined);
    try {
      return await Promise.race([known, late]);
    } finally {
      over.abort();
    }
  }
}

function headOf(head: Head | undefined): Pick<WorkspaceLook, 'head'> {
  if (head?.kind !== 'commit') return {};
  const { hash, subject } = head;
  return { head: { hash, ...(subject === undefined ? {} : { subject }) } };
}

/** Without a repository OpenCode sees no changes, whatever there are. */
function changesIn(head: Head | undefined, changes: TurnChanges | undefined): Pick<WorkspaceLook, 'changes'> {
  const isRepository = head ? head.kind !== 'no repository' : changes?.totalFiles !== 0;
  return changes && isRepository ? { changes } : {};
}

/** @param filesTouched what the steps of the run changed, whether or not something is left of it */
async function settledDiff(
  client: OpenCodeClient,
  { runtimeSessionId, runtimeMessageId }: Running['run'],
  filesTouched: readonly string[],
): Promise<FileDiff[]> {
  let diff = await client.changes.diff(runtimeSessionId, runtimeMessageId);
  if (filesTouched.length === 0) return diff;
  for (let same = 1; same < (isComplete(diff, filesTouched) ? 2 : mostLooks);) {
    await pause(settlingMs);
    const next = await client.changes.diff(runtimeSessionId, runtimeMessageId);
    same = isDeepStrictEqual(next, diff) ? same + 1 : 1;
    diff = next;
  }
  return diff;
}

function isComplete(diff: readonly FileDiff[], filesTouched: readonly string[]): boolean {
  const changed = new Set(diff.map(({ file }) => file));
  return filesTouched.every((file) => changed.has(file));
}
