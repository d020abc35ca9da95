import { describe, expect, it } from '@jest/globals';
import { assertFitsContract, assertReadable, ContractError, schemaOf } from './contracts.ts';
import type { MessageType } from './envelope.ts';

const type = 'podium.task.v1.TaskMoved';
const moved = { taskId: 'task-1', from: 'TASK_STATUS_TODO', to: 'TASK_STATUS_DONE', rank: 'a' };

describe('assertFitsContract', () => {
  it('accepts what the contract names', () => {
    expect(() => assertFitsContract(type, moved)).not.toThrow();
  });

  it('refuses an unknown field', () => {
    expect(() => assertFitsContract(type, { ...moved, colour: 'red' })).toThrow(ContractError);
  });

  it.each([
    ['a number for a text', { ...moved, rank: 7 }],
    ['an unknown value of an enum', { ...moved, to: 'TASK_STATUS_FORGOTTEN' }],
    ['a list for a message', [moved]],
    ['nothing', undefined],
  ])('refuses %s', (_case, data) => {
    expect(() => assertFitsContract(type, data)).toThrow(ContractError);
  });

  it('refuses an unknown type, and says which', () => {
    expect(() => assertFitsContract('podium.task.v1.TaskPainted' as MessageType, {})).toThrow(
      'podium.task.v1.TaskPainted',
    );
  });
});

describe('assertReadable', () => {
  it('allows a field that this version does not know', () => {
    expect(() => assertReadable(type, { ...moved, colour: 'red' })).not.toThrow();
  });

  it('still refuses a value of the wrong kind, with a code and the cause', () => {
    const read = () => assertReadable(type, { ...moved, rank: 7 });
    expect(read).toThrow(ContractError);
    expect(read).toThrow(expect.objectContaining({ code: 'contract_violation', cause: expect.any(Error) }));
  });
});

describe('schemaOf', () => {
  it('names the file and the message', () => {
    expect(schemaOf(type)).toBe('podium:podium/task/v1/task.proto#TaskMoved');
  });
});
