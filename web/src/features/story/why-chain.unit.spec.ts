import { describe, expect, it } from '@jest/globals';
import type { StoryEntry } from '@podium/board';
import { whyChain } from './why-chain.ts';

const ann = { kind: 'person', id: 'ann', name: 'Ann' } as const;
const service = { kind: 'service', id: 'task-svc', name: 'Task service' } as const;

function anEntry(id: string, name: string, change: Partial<StoryEntry> & { after?: string } = {}): StoryEntry {
  const { after, ...rest } = change;
  return {
    id,
    kind: 'fact',
    position: 1,
    time: '2026-01-01T00:00:00.000Z',
    type: `podium.${name.startsWith('Session') ? 'session' : 'task'}.v1.${name}`,
    title: name,
    actor: service,
    cause: after ? { id: after, kind: 'fact' } : { id: 'request', kind: 'request' },
    correlation_id: 'request',
    details: {},
    ...rest,
  };
}

const created = anEntry('created', 'TaskCreated', { actor: ann });
const executed = anEntry('executed', 'TaskExecutionStarted', {
  actor: ann,
  details: { from: 'TODO', to: 'IN_PROGRESS' },
});
const queued = anEntry('queued', 'SessionQueued', { after: 'executed' });
const completed = anEntry('completed', 'SessionCompleted', { after: 'queued' });

describe('whyChain', () => {
  it('leads from the person who asked to what the agent did', () => {
    const done = anEntry('done', 'TaskExecutionCompleted', {
      after: 'completed',
      details: { from: 'IN_PROGRESS', to: 'AI_REVIEW' },
    });
    const why = whyChain([created, executed, queued, completed, done]);
    expect(why?.text).toBe('It is in AI review because the agent finished its work. That began when Ann executed it.');
    expect(why?.chain.map(({ id }) => id)).toEqual(['executed', 'queued', 'completed', 'done']);
  });

  it('says who created, executed or moved it', () => {
    expect(whyChain([created])?.text).toBe('It is in To do since Ann created it.');
    const started = anEntry('started', 'SessionStarted', { after: 'queued' });
    expect(whyChain([created, executed, queued, started])?.text).toBe(
      'It is in progress because an agent has it. Ann executed it.',
    );
    const moved = anEntry('moved', 'TaskMoved', { actor: ann, details: { from: 'AI_REVIEW', to: 'HUMAN_REVIEW' } });
    expect(whyChain([created, moved])?.text).toBe('It is in Human review because Ann moved it there from AI review.');
  });

  it('says that an agent has it only once one was started, and what it waits for until then', () => {
    expect(whyChain([created, executed, queued], 'It waits for a slot.')?.text).toBe(
      'It is in progress because its session waits in the queue. Ann executed it. It waits for a slot.',
    );
    const failed = anEntry('failed', 'SessionRetryScheduled', { after: 'queued' });
    expect(whyChain([created, executed, queued, failed])?.text).toContain('an agent failed, and it is tried again');
  });

  it('says what failed and who stopped', () => {
    const details = { from: 'IN_PROGRESS', to: 'TODO', message: 'No key' };
    const failed = anEntry('failed', 'TaskExecutionFailed', { after: 'queued', details });
    expect(whyChain([created, executed, queued, failed])?.text).toBe(
      'It is back in To do because the agent failed: No key. That began when Ann executed it.',
    );
    const stopping = anEntry('stopping', 'SessionStopping', { actor: ann });
    const stopped = anEntry('stopped', 'TaskExecutionStopped', { after: 'stopping', details });
    expect(whyChain([created, executed, stopping, stopped])?.text).toBe(
      'It is back in To do because Ann stopped the agent.',
    );
  });

  it('says what an agent waits for', () => {
    const asked = anEntry('asked', 'PermissionAsked', { title: 'The agent asks to run a command' });
    const answered = anEntry('answered', 'PermissionAnswered');
    const words = 'Now it waits for a person: The agent asks to run a command.';
    expect(whyChain([created, executed, asked])?.text).toContain(words);
    expect(whyChain([created, executed, asked, answered])?.text).not.toContain('waits');
  });

  it('passes over what leaves the card where it was', () => {
    const within = anEntry('within', 'TaskMoved', { actor: ann, details: { from: 'TODO', to: 'TODO' } });
    const refused = anEntry('refused', 'TaskMoved', { kind: 'refused', details: { detail: 'No.' } });
    expect(whyChain([created, within, refused])?.chain).toEqual([created]);
    expect(whyChain([])).toBeNull();
  });

  it('survives a circle of causes', () => {
    const one = anEntry('one', 'TaskMoved', { after: 'two', details: { from: 'TODO', to: 'IN_PROGRESS' } });
    const two = anEntry('two', 'SessionQueued', { after: 'one' });
    expect(whyChain([one, two])?.chain).toEqual([two, one]);
  });
});
