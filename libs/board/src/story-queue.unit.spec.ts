import { describe, expect, it } from '@jest/globals';
import { SessionPhase, type FactType, type MessageTypes, type RecordedFact } from '@podium/proto';
import { factDetails } from './story-details.ts';
import { factSentence, requestSentence } from './story-sentences.ts';
import { tellStory } from './story.ts';
import { WrittenHistory } from './testing/index.ts';

const ids = { sessionId: 's1', taskId: 't1' };
const projectId = 'p1';
const used = { projectId, period: '2026-01', costUsd: 8, tokens: 1_234_567 };

function written<T extends FactType>(type: T, data: MessageTypes[T]): RecordedFact {
  return new WrittenHistory().write(projectId, 'any', type, data) as unknown as RecordedFact;
}

function sentence<T extends FactType>(type: T, data: MessageTypes[T]): string {
  return factSentence(written(type, data), 'Ann');
}

describe('the story of a card', () => {
  it('tells what held the queue while it waited, and why the budget stopped it', () => {
    const history = new WrittenHistory();
    const pause = (reason: string) =>
      history.write(projectId, 'queue', 'podium.session.v1.QueuePaused', { projectId, reason });
    pause('Before it waited');
    const queued = { ...ids, phase: SessionPhase.IMPLEMENTATION, title: '', prompt: '', requestedBy: 'user:ann' };
    history.write(projectId, 's1', 'podium.session.v1.SessionQueued', queued);
    pause('Release day');
    const start = { attempt: 1, owner: '', runtimeSessionId: '', runtimeMessageId: '', model: undefined };
    history.write(projectId, 's1', 'podium.session.v1.SessionStarted', { ...ids, ...start });
    pause('While it ran');
    const exceeded = { ...used, limitUsd: 8 };
    const cause = history.write(projectId, 'budget', 'podium.session.v1.BudgetExceeded', exceeded);
    const stopping = { ...ids, reason: 'budget_exceeded' };
    history.write(projectId, 's1', 'podium.session.v1.SessionStopping', stopping, { cause });
    const isOfSession = ({ subject }: RecordedFact) => subject.endsWith('/s1');
    const entries = tellStory({
      facts: history.facts.filter(isOfSession),
      waitFacts: history.facts.filter((fact) => !isOfSession(fact)),
      otherFacts: [],
      requests: [],
      refusals: [],
      nameOf: () => 'Ann',
    });
    expect(entries.map(({ title }) => title)).toEqual([
      'The session waits for a free slot',
      'Ann paused the queue: Release day',
      'The agent started',
      'The budget is used up: the agent is to stop',
    ]);
    expect(entries.at(-1)?.cause?.title).toContain('The budget of 2026-01 is used up');
  });
});

describe('the story of a queue', () => {
  it('says who did what, and why', () => {
    expect(sentence('podium.session.v1.SessionExpedited', ids)).toBe('Ann wants this to run next');
    expect(sentence('podium.session.v1.QueuePaused', { projectId })).toBe('Ann paused the queue');
    expect(sentence('podium.session.v1.QueuePaused', { projectId, reason: 'Release day' })).toBe(
      'Ann paused the queue: Release day',
    );
    expect(sentence('podium.session.v1.QueueResumed', { projectId })).toBe('Ann resumed the queue');
    expect(requestSentence('podium.session.v1.QueuePauseRequested', 'Ann')).toBe('Ann asked to pause the queue');
  });

  it('says how much of which limit is used up', () => {
    expect(sentence('podium.session.v1.BudgetWarned', { ...used, limitUsd: 10 })).toBe(
      'The budget of 2026-01 is nearly used up: $8.00 of $10.00',
    );
    expect(sentence('podium.session.v1.BudgetExceeded', { ...used, limitUsd: 8, limitTokens: 1_000_000 })).toBe(
      'The budget of 2026-01 is used up ($8.00 of $8.00, 1,234,567 of 1,000,000 tokens): running sessions are stopped, others wait',
    );
    const details = factDetails(written('podium.session.v1.BudgetWarned', { ...used, limitUsd: 10 }));
    expect(details).toEqual({ period: '2026-01', cost_usd: 8, tokens: 1_234_567, limit_usd: 10 });
  });

  it('says that it is over', () => {
    const restored = { projectId, period: '2026-02' };
    expect(sentence('podium.session.v1.BudgetRestored', { ...restored, reason: 'new_period' })).toBe(
      'A new month began, and with it a new budget',
    );
    expect(sentence('podium.session.v1.BudgetRestored', { ...restored, reason: 'budget_changed' })).toBe(
      'The budget was changed: sessions may run again',
    );
  });

  it('does not blame a person for a stop by the budget', () => {
    const stopping = sentence('podium.session.v1.SessionStopping', { ...ids, reason: 'budget_exceeded' });
    expect(stopping).toBe('The budget is used up: the agent is to stop');
    const end = { ...ids, reason: 'budget_exceeded', usage: undefined, outputChunks: 0 };
    expect(sentence('podium.session.v1.SessionCancelled', end)).toBe(
      'The session was stopped because the budget is used up',
    );
    expect(sentence('podium.session.v1.SessionStopping', { ...ids, reason: 'stopped' })).toBe(
      'Ann asked the agent to stop',
    );
  });
});
