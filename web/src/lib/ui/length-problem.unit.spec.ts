import { expect, it } from '@jest/globals';
import { lengthProblem } from './length-problem.ts';

it('a text that is too long is told with both lengths', () => {
  expect(lengthProblem('A title', 'x'.repeat(200), 200)).toBeNull();
  expect(lengthProblem('A description', 'x'.repeat(102_400), 10_000)).toBe(
    'A description may have 10,000 characters; this one has 102,400.',
  );
});
