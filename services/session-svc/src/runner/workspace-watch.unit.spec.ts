import { describe, expect, it } from '@jest/globals';
import type { FilePatch } from '@podium/jetstream';
import { FileChange, type Company } from '@podium/proto';
import { createLogger } from '@podium/service-kit';
import type { Running } from '../domain/session.ts';
import type { RunOutcome } from '../opencode/follow-run.ts';
import type { FileDiff } from '../opencode/open-code-changes.ts';
import type { OpenCodeClient } from '../opencode/open-code-client.ts';
import { OpenCodeError } from '../opencode/open-code-error.ts';
import type { Head } from '../opencode/workspace-head.ts';
import { WorkspaceWatch } from './workspace-watch.ts';

const session = { projectId: 'p', sessionId: 's' };
const spent = { inputTokens: 1, outputTokens: 2, cachedTokens: 0, costUsd: 0 };
const head = { kind: 'commit', hash: 'a'.repeat(40), subject: 'Fix it' } as const;
const unreachable = () => Promise.reject(new OpenCodeError('unreachable', 'The pod is gone'));
const never = () => new Promise<never>(() => undefined);

function diffOf(...files: string[]): FileDiff[] {
  return files.map((file) => ({ file, patch: `Index: ${file}\n`, additions: 1, deletions: 0, status: 'added' }));
}

/** A runtime that gives each message's diffs one after the other; the last one from then on. */
function runtime(diffs: Readonly<Record<string, readonly FileDiff[][]>>, at: () => Promise<Head> = async () => head) {
  const looks = new Map<string, number>();
  const diff = async (_: string, messageId: string): Promise<FileDiff[]> => {
    const answers = diffs[messageId] ?? [];
    const look = looks.get(messageId) ?? 0;
    looks.set(messageId, look + 1);
    return answers[Math.min(look, answers.length - 1)] ?? [];
  };
  return { changes: { head: at, diff } } as unknown as OpenCodeClient;
}

function running(messageIds: readonly string[], kind: Running['kind'] = 'running', stopReason = 'stopped'): Running {
  const run = { runtimeSessionId: 'ses', runtimeMessageId: messageIds.at(-1) };
  return { kind, stopReason, work: { turn: { messageIds } }, run } as unknown as Running;
}

function outcome(filesTouched: readonly string[], ending: RunOutcome['ending']['kind'] = 'completed'): RunOutcome {
  const usage = { inputTokens: 1, outputTokens: 2, reasoningTokens: 0, cacheReadTokens: 0, costUsd: 0 };
  return { usage, filesTouched, filesWritten: ['a'], ending: { kind: ending } } as unknown as RunOutcome;
}

let company: Company | undefined;
const stored: (readonly FilePatch[])[] = [];
const watch = new WorkspaceWatch(
  { put: async (_, patches) => `patches-${stored.push(patches)}` },
  { companyOf: async () => company },
  createLogger({ service: 'test', level: 'silent' }),
);

describe('what is seen of a workspace', () => {
  it('waits until the runtime has all that the steps changed', async () => {
    const client = runtime({ m1: [[], diffOf('a'), diffOf('a', 'b')] });
    const { usage, workspace } = await watch.resultOf(client, session, running(['m1']), outcome(['a', 'b']));
    expect(usage).toEqual(spent);
    expect(workspace?.head).toEqual({ hash: head.hash, subject: head.subject });
    expect(workspace?.changes).toMatchObject({
      files: [
        { path: 'a', change: FileChange.ADDED },
        { path: 'b', change: FileChange.ADDED },
      ],
      patchesId: `patches-${stored.length}`,
    });
    expect(stored.at(-1)?.map(({ path }) => path)).toEqual(['a', 'b']);
  });

  it('says which files the agent’s own tools wrote, and who else was there', async () => {
    company = { others: [{ sessionId: 'o', taskId: 't', title: 'Other' }] };
    const client = runtime({ m1: [diffOf('a', 'b')] });
    const { workspace } = await watch.resultOf(client, session, running(['m1']), outcome(['a', 'b']));
    expect(workspace?.changes).toMatchObject({ company });
    expect(workspace?.changes?.files.map(({ path, own }) => [path, own])).toEqual([
      ['a', true],
      ['b', undefined],
    ]);
    const tell = watch.withCompany(session, running(['m1']));
    expect(await tell({ files: ['a'] })).toEqual({ files: ['a'], others: ['Other'] });
    company = { others: [], unknown: true };
    expect(await tell({ files: ['a'] })).toEqual({ files: ['a'], others: null });
    company = undefined;
    expect(await tell({ files: ['a'] })).toEqual({ files: ['a'] });
  });

  it('is settled too where a step took back what another one did', async () => {
    const { workspace } = await watch.resultOf(runtime({ m1: [[]] }), session, running(['m1']), outcome(['a']));
    expect(workspace?.changes).toEqual({ files: [], totalFiles: 0, additions: 0, deletions: 0 });
  });

  it('is of all sendings of a prompt, and partial where one was broken off', async () => {
    const client = runtime({ m1: [diffOf('a')], m2: [diffOf('b')] });
    const both = await watch.resultOf(client, session, running(['m1', 'm2']), outcome([]));
    expect(both.workspace?.changes).toMatchObject({ totalFiles: 2, partial: true });
    const stopped = await watch.resultOf(client, session, running(['m1'], 'stopping'), outcome([], 'aborted'));
    expect(stopped.workspace?.changes).toMatchObject({ totalFiles: 1, partial: true });
  });

  it('is nothing without a repository, and of a project that is being deleted', async () => {
    const none = runtime({ m1: [[]] }, async () => ({ kind: 'no repository' }));
    expect((await watch.resultOf(none, session, running(['m1']), outcome([]))).workspace).toEqual({});
    const deleted = running(['m1'], 'stopping', 'project_deleted');
    expect(await watch.resultOf(runtime({ m1: [diffOf('a')] }), session, deleted, outcome([]))).toEqual({
      usage: spent,
    });
    expect(await watch.headBefore(none)).toBeUndefined();
    expect(await watch.headBefore(runtime({}, async () => ({ kind: 'no commit' })))).toBe('');
  });

  it('never keeps a session from going on: a runtime that fails or hangs is left alone', async () => {
    const failing = { changes: { head: unreachable, diff: unreachable } } as unknown as OpenCodeClient;
    expect(await watch.headBefore(failing)).toBeUndefined();
    expect(await watch.resultOf(failing, session, running(['m1']), outcome(['a']))).toEqual({
      usage: spent,
      workspace: {},
    });
    const hanging = runtime({ m1: [diffOf('a')] }, never);
    const begunAtMs = Date.now();
    expect(await watch.headBefore(hanging)).toBeUndefined();
    expect(Date.now() - begunAtMs).toBeLessThan(10_000);
  });
});
