import { describe, expect, it } from '@jest/globals';
import { fact, isRejected } from '@podium/event-sourcing';
import { given } from '@podium/event-sourcing/testing';
import fc from 'fast-check';
import {
  cycleOf,
  dependantsOf,
  dependencyDecider,
  maxDependencies,
  type AddDependency,
  type DependencyGraph,
} from './dependency-graph.ts';

const titles = new Map([
  ['a', 'Plan'],
  ['b', 'Build'],
  ['c', 'Ship'],
]);

function add(taskId: string, dependsOnTaskId: string): AddDependency {
  return { kind: 'add-dependency', taskId, dependsOnTaskId, titles };
}

function added(taskId: string, dependsOnTaskId: string) {
  return fact('podium.task.v1.TaskDependencyAdded', { taskId, dependsOnTaskId });
}

const removed = fact('podium.task.v1.TaskDependencyRemoved', { taskId: 'a', dependsOnTaskId: 'b' });

describe('who waits for whom', () => {
  it('is said once', () => {
    given(dependencyDecider, []).when(add('a', 'b')).then(added('a', 'b'));
    given(dependencyDecider, [added('a', 'b')])
      .when(add('a', 'b'))
      .thenNothing();
  });

  it('is taken back once, and may be said again', () => {
    const remove = { kind: 'remove-dependency', taskId: 'a', dependsOnTaskId: 'b' } as const;
    given(dependencyDecider, [added('a', 'b')])
      .when(remove)
      .then(removed);
    given(dependencyDecider, [added('a', 'b'), removed])
      .when(remove)
      .thenNothing();
    given(dependencyDecider, [added('a', 'b'), removed])
      .when(add('b', 'a'))
      .then(added('b', 'a'));
  });

  it('is never a circle: the refusal names it', () => {
    const past = [added('a', 'b'), added('b', 'c')];
    given(dependencyDecider, past).when(add('c', 'a')).thenRejected('dependency_cycle');
    const graph: DependencyGraph = new Map([
      ['a', ['b']],
      ['b', ['c']],
    ]);
    const decision = dependencyDecider.decide(graph, add('c', 'a'), { now: '', actor: '' });
    expect(isRejected(decision) && decision.rejected.detail).toBe(
      'That would be a circle: “Ship” would wait for “Plan”, which waits for “Build”, which waits for “Ship”.',
    );
    given(dependencyDecider, []).when(add('a', 'a')).thenRejected('dependency_cycle');
  });

  it('has a limit', () => {
    const past = Array.from({ length: maxDependencies }, (_, index) => added('a', `t${index}`));
    given(dependencyDecider, past).when(add('a', 'b')).thenRejected('too_many_dependencies');
  });

  it('has no circle whatever is asked for in whatever order', () => {
    const pair = fc.record({ from: fc.nat(7), to: fc.nat(7) });
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 60 }), (pairs) => {
        let graph: DependencyGraph = new Map();
        for (const { from, to } of pairs) {
          const decision = dependencyDecider.decide(graph, add(`${from}`, `${to}`), { now: '', actor: '' });
          const closes = from === to || reaches(graph, `${to}`, `${from}`);
          expect(isRejected(decision)).toBe(closes);
          if (isRejected(decision)) {
            const cycle = cycleOf(graph, `${from}`, `${to}`) ?? [];
            expect([cycle[0], cycle[1], cycle.at(-1)]).toEqual([`${from}`, `${to}`, `${from}`]);
            const steps = cycle.slice(1, -1).map((id, index) => graph.get(id)?.includes(cycle[index + 2] ?? ''));
            expect(steps.every(Boolean)).toBe(true);
          } else {
            for (const each of decision) graph = dependencyDecider.evolve(graph, { ...each } as never);
            expect(dependantsOf(graph, `${to}`)).toContain(`${from}`);
          }
        }
      }),
    );
  });
});

/** By trying every way. */
function reaches(graph: DependencyGraph, from: string, to: string): boolean {
  return from === to || (graph.get(from) ?? []).some((next) => reaches(graph, next, to));
}
