import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { foldFacts, keyFacts } from '../fold-batch.ts';
import { FoldError } from '../errors.ts';
import type { TableFold } from '../projection.ts';
import type { Row } from '../row-table.ts';
import { recorded, taskFact } from './facts.ts';
import { histories, plainFold } from './histories.ts';
import { countFold, taskFold, taskProjection } from './task-projection.ts';

const anyRowFits = (): void => undefined;

function foldInBatches(
  table: TableFold<object>,
  facts: Parameters<typeof keyFacts>[2],
  sizes: readonly number[],
): Map<string, Row> {
  const rows = new Map<string, Row>();
  for (let start = 0, turn = 0; start < facts.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    const keyed = keyFacts('tasks', table, facts.slice(start, start + size));
    const changes = foldFacts('tasks', table, keyed, rows, anyRowFits);
    const key = table === taskFold ? 'id' : 'project_id';
    for (const row of changes.upserts) rows.set(String(row[key]), row);
    for (const removed of changes.removals) rows.delete(removed);
    start += size;
  }
  return rows;
}

describe('folding a batch', () => {
  it('gives the same rows however the facts are cut into batches', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 });
    fc.assert(
      fc.property(histories, sizes, (history, cuts) => {
        const facts = history
          .map((fact, index) => recorded(fact, index + 1))
          .filter((fact) => !fact.subject.includes('/pod/'));
        const [tasks, counts] = plainFold(taskProjection, history);
        expect(foldInBatches(taskFold, facts, cuts)).toEqual(tasks);
        expect(foldInBatches(countFold, facts, cuts)).toEqual(counts);
      }),
    );
  });

  it('writes each row once and none that ends as it began', () => {
    const facts = [
      taskFact('a', { kind: 'created' }),
      taskFact('a', { kind: 'edited' }),
      taskFact('b', { kind: 'created' }),
      taskFact('b', { kind: 'deleted' }),
      taskFact('c', { kind: 'edited' }),
    ].map((fact, index) => recorded(fact, index + 1));
    const changes = foldFacts('tasks', taskFold, keyFacts('tasks', taskFold, facts), new Map(), anyRowFits);
    expect(changes.upserts).toMatchObject([{ id: 'a', edits: 1 }]);
    expect(changes.removals).toEqual([]);
  });

  it('names the fact that a fold throws at', () => {
    const facts = [taskFact('a', { kind: 'created' }), taskFact('a', { kind: 'moved' })].map((fact, index) =>
      recorded(fact, index + 7),
    );
    const broken: TableFold<object> = {
      ...taskFold,
      fold: (row, fact) => {
        if (fact.type === 'podium.task.v1.TaskMoved') throw new Error('no such rank');
        return row ?? { id: 'a' };
      },
    };
    const fold = () => foldFacts('tasks', broken, keyFacts('tasks', broken, facts), new Map(), anyRowFits);
    expect(fold).toThrow(FoldError);
    expect(fold).toThrow(`podium.task.v1.TaskMoved ${facts[1]?.id} at position 8: no such rank`);
  });

  it('does not let a fold change a row in place', () => {
    const careless: TableFold<object> = { ...taskFold, fold: (row) => Object.assign(row ?? {}, { id: 'a' }) };
    const facts = [recorded(taskFact('a', { kind: 'edited' }), 1)];
    const rows = new Map([['a', { id: 'a' }]]);
    expect(() => foldFacts('tasks', careless, keyFacts('tasks', careless, facts), rows, anyRowFits)).toThrow(FoldError);
  });
});
