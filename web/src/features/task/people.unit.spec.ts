import { describe, expect, it } from '@jest/globals';
import { isNamed, mentionName, peopleOf } from './people.ts';

const members = [
  { actor: 'user:ada', name: 'Ada' },
  { actor: 'user:kim', name: 'Kim' },
];
const actors = (...given: Parameters<typeof peopleOf>) => peopleOf(...given).map(({ actor }) => actor);

describe('peopleOf', () => {
  it('offers the members of the project, oneself first', () => {
    expect(actors(members, 'user:kim')).toEqual(['user:kim', 'user:ada']);
    expect(actors(members, undefined)).toEqual(['user:ada', 'user:kim']);
  });

  it('keeps whoever has the task, member or not', () => {
    expect(actors(members, 'user:ada', 'user:kim')).toEqual(['user:ada', 'user:kim']);
    expect(actors(members, 'user:ada', 'user:gone')).toEqual(['user:ada', 'user:kim', 'user:gone']);
  });
});

describe('a mention', () => {
  it('is one word, whatever somebody is called', () => {
    expect(['Ada', 'Ann Bee', " O'Neil, Zoë ", '変更 太郎', '-x-', 'mail@home.de', '🦄'].map(mentionName)).toEqual([
      'Ada',
      'Ann.Bee',
      'O.Neil.Zoë',
      '変更.太郎',
      'x',
      'mail.home.de',
      '🦄',
    ]);
  });

  it('is found by each of the names', () => {
    expect(['', 'ann', 'bee', 'Ann.B', 'x'].map((typed) => isNamed('Ann Bee', typed))).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
  });
});
