import { describe, expect, it } from '@jest/globals';
import {
  FileChange,
  TurnEnding,
  type Commit,
  type FactType,
  type MessageTypes,
  type RecordedFact,
  type TurnChanges,
} from '@podium/proto';
import { foldChanges, noChanges } from './changes.ts';
import { factDetails } from './story-details.ts';
import { factSentence } from './story-sentences.ts';

const ids = { sessionId: 's', taskId: 't' };
const hash = '0123456789'.repeat(4);
let position = 0;

function fact<T extends FactType>(type: T, data: MessageTypes[T]): RecordedFact {
  position += 1;
  const at = { position, version: position, time: `2026-01-01T00:00:00.${String(position).padStart(3, '0')}Z` };
  return { type, data, actor: 'service:session-svc', subject: 'p/session/s', ...at } as unknown as RecordedFact;
}

function ended(turn: number, news: { promptId?: string; commit?: Commit; changes?: TurnChanges } = {}): RecordedFact {
  return fact('podium.session.v1.TurnEnded', {
    ...ids,
    turn,
    ending: TurnEnding.COMPLETED,
    summary: '',
    usage: { inputTokens: 1, outputTokens: 1, cachedTokens: 0, costUsd: 0 },
    model: { providerId: 'p', modelId: 'm', label: 'M', scripted: false },
    requestedBy: 'user:ann',
    last: false,
    ...news,
  });
}

function changed(...paths: string[]): TurnChanges {
  const files = paths.map((path) => ({ path, change: FileChange.DELETED, additions: 3, deletions: 1 }));
  return { files, totalFiles: files.length, additions: 10, deletions: 2 };
}

describe('what a session changed', () => {
  it('is a row of turns, each with its prompt as it was sent', () => {
    const prompt = { ...ids, promptId: 'p1', interrupt: false };
    const facts = [
      ended(1, { changes: { ...changed('a'), patchesId: 'x' }, commit: { hash } }),
      fact('podium.session.v1.PromptAdded', { ...prompt, text: 'Do it' }),
      fact('podium.session.v1.PromptEdited', { ...ids, promptId: 'p1', position: 0 }),
      fact('podium.session.v1.PromptEdited', { ...ids, promptId: 'p1', text: 'Do it well' }),
      ended(2, { promptId: 'p1' }),
    ];
    const changes = facts.reduce(foldChanges, noChanges);
    expect(changes.turns).toMatchObject([
      {
        turn: 1,
        prompt: '',
        commit: { hash, subject: null },
        files: [{ path: 'a', status: 'deleted', additions: 3, deletions: 1, certain: true }],
        total_files: 1,
        changes_known: true,
        others: [],
        others_known: true,
      },
      { turn: 2, prompt: 'Do it well', commit: null, files: [], total_files: 0, changes_known: false },
    ]);
    expect([...changes.patchIds]).toEqual([[1, 'x']]);
    expect(changes.position).toBe(position);
  });
});

describe('what was changed while others worked in the same workspace', () => {
  it('is certain only of what the agent’s own tools wrote', () => {
    const company = { others: [{ sessionId: 'o', taskId: 'ot', title: 'Other' }] };
    const [own, unclear] = changed('own', 'unclear').files;
    if (!own || !unclear) throw new Error('There are no files');
    const changes = { ...changed(), files: [{ ...own, own: true }, unclear], company };
    expect(foldChanges(noChanges, ended(1, { changes })).turns).toMatchObject([
      {
        files: [
          { path: 'own', certain: true },
          { path: 'unclear', certain: false },
        ],
        others: [{ session_id: 'o', task_id: 'ot', title: 'Other' }],
        others_known: true,
      },
    ]);
    const unknown = { ...changed('a'), company: { others: [], unknown: true } };
    expect(foldChanges(noChanges, ended(2, { changes: unknown })).turns).toMatchObject([
      { files: [{ path: 'a', certain: false }], others: [], others_known: false },
    ]);
  });
});

describe('the story', () => {
  it.each<[string, Parameters<typeof ended>[1]]>([
    ['The agent answered', {}],
    ['The agent answered', { changes: changed() }],
    ['The agent answered; it changed 1 file (+10 -2)', { changes: changed('a') }],
    ['The agent answered; it committed 0123456 (Fix it)', { commit: { hash, subject: 'Fix it' } }],
    ['The agent answered; it left the workspace at 0123456', { commit: { hash } }],
    [
      'The agent answered; it changed 2 files (+10 -2) and committed 0123456 (Fix it)',
      { changes: changed('a', 'b'), commit: { hash, subject: 'Fix it' } },
    ],
  ])('says: %s', (sentence, news) => {
    expect(factSentence(ended(1, news), 'Ann')).toBe(sentence);
  });

  it.each<[string, TurnChanges['company'], boolean]>([
    [
      'The agent answered; 1 file changed (+10 -2) and the workspace is at 0123456 (Fix it), while “A” and “B” worked in the same workspace',
      { others: ['A', 'B'].map((title) => ({ sessionId: title, taskId: title, title })) },
      true,
    ],
    ['The agent answered; 1 file changed (+10 -2), perhaps not by it alone', { others: [], unknown: true }, false],
  ])('claims nothing for one agent that others may have done: %s', (sentence, company, isCommitted) => {
    const news = {
      changes: { ...changed('a'), company },
      ...(isCommitted ? { commit: { hash, subject: 'Fix it' } } : {}),
    };
    expect(factSentence(ended(1, news), 'Ann')).toBe(sentence);
  });

  it('names some files, and counts the others', () => {
    const many = changed(...Array.from({ length: 25 }, (_, index) => `f${index}`));
    const details = factDetails(ended(1, { changes: { ...many, totalFiles: 300 }, commit: { hash, subject: 'Fix' } }));
    expect(details).toMatchObject({ commit: hash, commit_subject: 'Fix', additions: 10, deletions: 2 });
    expect(details['files']).toMatch(/^f0, f1, .*, f19, and 280 more$/);
    expect(factDetails(ended(1))).not.toHaveProperty('files');
  });
});
