import { describe, expect, it } from '@jest/globals';
import type { ActivityItem, ActivityKind } from '@podium/board';
import { turnsOf } from './turns.ts';

const session = { id: 's', prompt: 'Add a README', requested_by: 'user:anna', queued_at: '2026-01-01T00:00:00.000Z' };
let number = 0;
const item = (kind: ActivityKind, text: string, more: Partial<ActivityItem> = {}): ActivityItem => {
  number += 1;
  return { id: `i${number}`, number, last_number: number, time: session.queued_at, kind, text, ...more };
};

describe('turnsOf', () => {
  it('begins with what was asked, also before the agent says anything', () => {
    const [turn] = turnsOf(session, []);
    expect(turn?.prompt).toMatchObject({ text: 'Add a README', by: 'user:anna', messageId: null });
    expect(turn?.parts).toEqual([]);
  });

  it('has one turn for each prompt, what came before the first one in it', () => {
    const prompt = { prompt_id: null, turn: 1, requested_by: 'user:ben', attachments: [] };
    const turns = turnsOf(session, [
      item('status', 'At work'),
      item('prompt', 'Add a README', { message_id: 'msg_1' }),
      item('message', 'Done'),
      item('prompt', 'And a licence', { message_id: 'msg_2', prompt }),
      item('message', 'Done too'),
    ]);
    expect(turns.map(({ prompt: { text, by, messageId }, parts }) => [text, by, messageId, parts.length])).toEqual([
      ['Add a README', 'user:anna', 'msg_1', 2],
      ['And a licence', 'user:ben', 'msg_2', 1],
    ]);
  });

  it('says which model and which agent a person chose', () => {
    const model = { provider_id: 'p', model_id: 'm' };
    const prompt = { prompt_id: null, turn: 1, requested_by: 'user:ben', model, agent: 'plan', attachments: [] };
    const [chosen] = turnsOf(session, [item('prompt', 'Add a README', { prompt })]);
    expect(chosen?.prompt).toMatchObject({ model: 'm', agent: 'plan' });
    expect(turnsOf(session, [])[0]?.prompt).toMatchObject({ model: null, agent: null });
  });

  it('groups what the agent did between two messages, and leaves out what is only counted', () => {
    const [turn] = turnsOf(session, [
      item('message', 'I look'),
      item('tool', 'list'),
      item('step', ''),
      item('files', ''),
      item('message', '  '),
      item('message', 'Done'),
      item('done', 'completed'),
    ]);
    expect(turn?.parts.map((part) => (part.kind === 'steps' ? part.items.length : part.kind))).toEqual([
      'message',
      2,
      'message',
    ]);
  });
});
