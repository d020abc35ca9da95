import { describe, expect, it } from '@jest/globals';
import { taskPriorityNames, taskStatusNames } from '@podium/board';
import fc from 'fast-check';
import {
  boardParams,
  everything,
  filterCount,
  groupings,
  isFiltered,
  isSameLook,
  layouts,
  parseBoardQuery,
  sortings,
  withoutFilters,
  type BoardQuery,
} from './board-query.ts';

const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 20 }), { maxLength: 4 });

const queries: fc.Arbitrary<BoardQuery> = fc.record({
  layout: fc.constantFrom(...layouts),
  text: fc.string({ maxLength: 30 }),
  labels: names,
  priorities: fc.subarray([...taskPriorityNames]),
  assignees: names,
  statuses: fc.subarray([...taskStatusNames]),
  hasFailure: fc.boolean(),
  waitsForMe: fc.boolean(),
  archived: fc.boolean(),
  group: fc.constantFrom(...groupings),
  sort: fc.constantFrom(...sortings),
  reversed: fc.boolean(),
});

describe('boardParams', () => {
  it('is read back as what was written, through an address', () => {
    fc.assert(
      fc.property(queries, (query) => {
        expect(parseBoardQuery(new URLSearchParams(boardParams(query).toString()))).toEqual(query);
      }),
    );
  });

  it('says nothing of what is as usual', () => {
    expect(boardParams(everything).toString()).toBe('');
  });
});

describe('parseBoardQuery', () => {
  it('reads any address', () => {
    fc.assert(
      fc.property(fc.webQueryParameters(), (address) => {
        const query = parseBoardQuery(new URLSearchParams(address));
        expect(parseBoardQuery(boardParams(query))).toEqual(query);
      }),
    );
    expect(parseBoardQuery(new URLSearchParams('layout=pie&priority=HUGE&sort=luck&reversed=maybe'))).toEqual(
      everything,
    );
  });
});

describe('isSameLook', () => {
  it('is blind to the order in which filters were set, and to nothing else', () => {
    fc.assert(
      fc.property(queries, queries, (one, other) => {
        const turned = { ...one, labels: one.labels.toReversed(), assignees: one.assignees.toReversed() };
        expect(isSameLook(one, turned)).toBe(true);
        expect(isSameLook(one, { ...one, group: one.group === 'none' ? 'label' : 'none' })).toBe(false);
        expect(isSameLook(one, other)).toBe(isSameLook(other, one));
      }),
    );
  });
});

describe('withoutFilters', () => {
  it('leaves nothing out, and the look as it is', () => {
    fc.assert(
      fc.property(queries, (query) => {
        const whole = withoutFilters(query);
        expect(isFiltered(whole)).toBe(false);
        expect(filterCount(whole)).toBe(0);
        expect([whole.layout, whole.group, whole.sort]).toEqual([query.layout, query.group, query.sort]);
      }),
    );
  });
});
