import { describe, expect, it } from '@jest/globals';
import {
  SessionPhase,
  TaskPriority,
  TaskStatus,
  TurnEnding,
  type MessageTypes,
  type FactType,
  type RecordedFact,
} from '@podium/proto';
import { foldSession } from './fold-session.ts';
import { factSentence } from './story-sentences.ts';
import type { SessionView } from './session-view.ts';

const ids = { sessionId: 's', taskId: 't' };
const model = { providerId: 'p', modelId: 'm', label: 'M', scripted: false };
const usage = { inputTokens: 1, outputTokens: 1, cachedTokens: 0, costUsd: 0 };
let position = 0;

function fact<T extends FactType>(type: T, data: MessageTypes[T], actor = 'user:ann'): RecordedFact {
  position += 1;
  const at = { position, version: position, time: `2026-01-01T00:00:00.${String(position).padStart(3, '0')}Z` };
  return { type, data, actor, subject: 'p/session/s', ...at } as unknown as RecordedFact;
}

const add = (promptId: string, interrupt = false) =>
  fact('podium.session.v1.PromptAdded', { ...ids, promptId, text: `Do ${promptId}`, interrupt });
const queued = (more: Partial<MessageTypes['podium.session.v1.SessionQueued']> = {}) =>
  fact('podium.session.v1.SessionQueued', {
    ...ids,
    phase: SessionPhase.IMPLEMENTATION,
    title: 'A task',
    prompt: 'A task',
    requestedBy: 'user:ann',
    ...more,
  });
const started = () =>
  fact('podium.session.v1.SessionStarted', {
    ...ids,
    attempt: 1,
    owner: 'o',
    runtimeSessionId: 'ses',
    runtimeMessageId: 'msg',
    model,
  });
const sent = (promptId: string, turn: number) =>
  fact('podium.session.v1.PromptSent', { ...ids, promptId, turn, runtimeMessageId: 'msg', model });

function fold(...facts: RecordedFact[]): SessionView {
  const session = facts.reduce<SessionView | null>(foldSession, null);
  if (!session) throw new Error('There is no session');
  return session;
}

describe('a conversation as people see it', () => {
  it('knows what it goes on with', () => {
    const continues = { sessionId: 'earlier', forkMessageId: 'msg_1' };
    expect(fold(queued({ continues }))).toMatchObject({
      continues_session_id: 'earlier',
      forked_from_message_id: 'msg_1',
      turns: 0,
      prompts: [],
    });
  });

  it('shows what waits, in the order of sending, until it is sent', () => {
    const past = [queued(), started(), add('a'), add('b'), add('c', true)];
    expect(fold(...past).prompts.map(({ id, interrupt }) => [id, interrupt])).toEqual([
      ['c', true],
      ['a', false],
      ['b', false],
    ]);
    expect(fold(...past, add('d', true)).prompts.map(({ id }) => id)).toEqual(['c', 'd', 'a', 'b']);
    expect(fold(...past, add('d', true), sent('c', 2)).prompts[0]).toMatchObject({ id: 'd', interrupt: true });
    const moved = fact('podium.session.v1.PromptEdited', { ...ids, promptId: 'b', position: 1, text: 'Else' });
    const after = fold(...past, moved, sent('c', 2));
    expect(after.prompts.map(({ id, text }) => [id, text])).toEqual([
      ['b', 'Else'],
      ['a', 'Do a'],
    ]);
    expect(after).toMatchObject({ turns: 2, prompts: [{ edited_at: moved.time }, { edited_at: null }] });
  });

  it('keeps what was never sent when the session ends', () => {
    const removed = fact('podium.session.v1.PromptRemoved', { ...ids, promptId: 'a' });
    const end = fact('podium.session.v1.SessionCancelled', { ...ids, reason: 'stopped', usage, outputChunks: 1 });
    expect(fold(queued(), started(), add('a'), add('b'), removed, end).prompts).toMatchObject([{ id: 'b' }]);
  });

  it('waits for nobody any more when a turn is over', () => {
    const asked = fact('podium.session.v1.PermissionAsked', {
      ...ids,
      gateId: 'g',
      action: 'bash',
      patterns: [],
      always: [],
    });
    const ended = fact('podium.session.v1.TurnEnded', {
      ...ids,
      turn: 1,
      ending: TurnEnding.INTERRUPTED,
      summary: '',
      usage,
      model,
      requestedBy: 'user:ann',
      last: false,
    });
    expect(fold(queued(), started(), asked)).toMatchObject({ status: 'waiting' });
    expect(fold(queued(), started(), asked, ended)).toMatchObject({ status: 'running', gates: [] });
  });

  it('knows how much the turn that ended last changed, unless nobody could look', () => {
    const ended = (turn: number, changes?: { totalFiles: number; additions: number; deletions: number }) =>
      fact('podium.session.v1.TurnEnded', {
        ...ids,
        turn,
        ending: TurnEnding.COMPLETED,
        summary: '',
        usage,
        model,
        requestedBy: 'user:ann',
        last: false,
        ...(changes ? { changes: { files: [], ...changes } } : {}),
      });
    const first = ended(1, { totalFiles: 3, additions: 14, deletions: 2 });
    expect(fold(queued(), started())?.latest_changes).toBeNull();
    expect(fold(queued(), started(), first)?.latest_changes).toEqual({
      files: 3,
      additions: 14,
      deletions: 2,
      shared: false,
    });
    expect(fold(queued(), started(), first, ended(2))?.latest_changes).toBeNull();
  });

  it('remembers where it was put back to', () => {
    const reverted = fact('podium.session.v1.SessionReverted', { ...ids, messageId: 'msg_1' });
    expect(fold(queued(), reverted).reverted_to).toBe('msg_1');
    expect(fold(queued(), reverted, fact('podium.session.v1.SessionUnreverted', ids)).reverted_to).toBeNull();
  });

  it('has a sentence for each of its facts', () => {
    expect(factSentence(add('a'), 'Ann')).toBe('Ann wrote to the agent: “Do a”');
    expect(factSentence(add('a', true), 'Ann')).toBe('Ann interrupted the agent: “Do a”');
    const goingOn = fact('podium.task.v1.TaskExecutionStarted', {
      ...ids,
      title: 'A task',
      prompt: 'And a licence',
      priority: TaskPriority.MEDIUM,
      from: TaskStatus.AI_REVIEW,
      to: TaskStatus.IN_PROGRESS,
      continues: { sessionId: 'earlier' },
    });
    expect(factSentence(goingOn, 'Ann')).toBe('Ann told the agent to go on: “And a licence”');
    expect(factSentence(sent('a', 2), 'Podium')).toBe('The agent was told what was written to it');
  });
});
