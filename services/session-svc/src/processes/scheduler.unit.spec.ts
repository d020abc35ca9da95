import { describe, expect, it } from '@jest/globals';
import { queuePositions } from '@podium/board';
import { SessionPriority } from '@podium/proto';
import fc from 'fast-check';
import type { QueuedSession } from '../projections/queue/queued-session.ts';
import { QueueWorld } from './test/queue-world.ts';

/**
 * Whatever happens, in whatever order: the limits hold, no slot is free while somebody may have it, everybody gets one
 * in the end, and what the board shows is what the scheduler does.
 */

const projects = ['p0', 'p1', 'p2', 'p3', 'p4'];
const priorities = [SessionPriority.LOW, SessionPriority.MEDIUM, SessionPriority.HIGH, SessionPriority.URGENT];

interface Step {
  readonly kind: number;
  readonly which: number;
  readonly minutes: number;
}

type Happening = (world: QueueWorld, which: number, number: number) => void;

function some<T>(all: readonly T[], which: number): T | undefined {
  return all[which % Math.max(1, all.length)];
}

function ofStatus(
  status: QueuedSession['status'],
  act: (world: QueueWorld, session: QueuedSession) => void,
): Happening {
  return (world, which) => {
    const session = some(
      world.sessions.filter((one) => one.status === status),
      which,
    );
    if (session) act(world, session);
  };
}

const queue: Happening = (world, which, number) => {
  const projectId = some(
    world.slots.map(({ project_id }) => project_id),
    which,
  );
  const priority = some(priorities, Math.floor(which / 5));
  if (projectId && priority) world.queue(projectId, `s${number}`, priority);
};

const ofProject =
  (type: 'QueuePaused' | 'QueueResumed'): Happening =>
  (world, which) => {
    const projectId = some(projects, which) ?? '';
    world.write(projectId, 'queue', `podium.session.v1.${type}`, { projectId });
  };

const budget = { period: '2026-01', costUsd: 1, tokens: 1, limitUsd: 1 };

function numberOf({ session_id }: QueuedSession): number {
  return Number(session_id.slice(1));
}

const happenings: readonly Happening[] = [
  queue,
  queue,
  queue,
  ofStatus('admitted', (world, session) => world.complete(session)),
  ofStatus('admitted', (world, session) => world.complete(session)),
  ofStatus('admitted', (world, session) => world.fail(session)),
  ofStatus('admitted', (world, session) => world.retryLater(session)),
  ofStatus('retrying', (world, session) => world.requeue(session)),
  ofStatus('queued', (world, session) => world.expedite(session)),
  ofStatus('queued', (world, session) => world.fail(session)),
  (world, which) => {
    const session = some(world.sessions, which);
    // On an earlier one, so that there is never a circle.
    const earlier = world.sessions.filter(
      (one) => one.project_id === session?.project_id && numberOf(one) < numberOf(session),
    );
    const on = some(earlier, which);
    if (session && on) world.depend(session, on.session_id);
  },
  ofProject('QueuePaused'),
  ofProject('QueueResumed'),
  (world, which) => {
    const projectId = some(projects, which) ?? '';
    world.write(projectId, 'budget', 'podium.session.v1.BudgetExceeded', { projectId, ...budget });
  },
  (world, which) => {
    const projectId = some(projects, which) ?? '';
    const restored = { projectId, period: '2026-01', reason: 'budget_changed' };
    world.write(projectId, 'budget', 'podium.session.v1.BudgetRestored', restored);
  },
  (world, which) => {
    const projectId = some(projects, which) ?? '';
    const maxConcurrentSessions = 1 + (which % 4);
    world.write(projectId, projectId, 'podium.project.v1.ProjectEdited', { projectId, maxConcurrentSessions });
  },
  (world, which) => {
    const projectId = some(projects, which) ?? '';
    if (which % 7 === 0) world.write(projectId, projectId, 'podium.project.v1.ProjectDeleted', { projectId });
  },
];

const steps = fc.array(fc.record({ kind: fc.nat(1_000), which: fc.nat(1_000), minutes: fc.nat(20) }), {
  minLength: 40,
  maxLength: 150,
});

/** A world after some steps, with a look after each; `check` sees it before and after each look. */
function run(all: readonly Step[], limit: number, look: (world: QueueWorld) => void): QueueWorld {
  const world = new QueueWorld(limit);
  for (const [index, project] of projects.entries()) world.project(project, 1 + (index % 3));
  for (const [number, { kind, which, minutes }] of all.entries()) {
    world.pass(minutes);
    some(happenings, kind)?.(world, which, number);
    look(world);
  }
  return world;
}

function runningOf(world: QueueWorld, projectId?: string): number {
  const living = new Set(world.slots.map(({ project_id }) => project_id));
  return world.sessions.filter(
    ({ status, project_id }) =>
      status === 'admitted' && living.has(project_id) && (projectId === undefined || project_id === projectId),
  ).length;
}

/** Looks, and holds the outcome against the promises. */
function lookAndCheck(world: QueueWorld): void {
  const before = new Map(world.slots.map(({ project_id: id }) => [id, runningOf(world, id)]));
  const all = runningOf(world);
  world.look();
  expect(runningOf(world)).toBeLessThanOrEqual(Math.max(all, world.limit));
  for (const { project_id, slots, running, queued } of world.competitors()) {
    expect(running).toBeLessThanOrEqual(Math.max(before.get(project_id) ?? 0, slots));
    if (queued.length > 0 && running < slots) expect(runningOf(world)).toBeGreaterThanOrEqual(world.limit);
  }
}

describe('the scheduler', () => {
  it('keeps to every limit and wastes no slot, whatever happens', () =>
    fc.assert(fc.property(steps, fc.integer({ min: 1, max: 8 }), (all, limit) => void run(all, limit, lookAndCheck))));

  it('does what the board shows', () =>
    fc.assert(
      fc.property(steps, (all) => {
        const world = run(all, 2, (each) => each.look());
        const shown = new Map(world.boards.map((board) => [board.project.id, queuePositions(board)]));
        for (const { project_id, queued } of world.competitors()) {
          const places = [...(shown.get(project_id) ?? [])];
          const ready = places.filter(([, place]) => place.blockedBy.length === 0).map(([id]) => id);
          expect(queued.map(({ session_id }) => session_id)).toEqual(ready);
        }
      }),
    ));

  it('brings every session to its end once nothing holds the queue', () =>
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 8 }), (all, limit) => {
        const world = run(all, limit, (each) => each.look());
        for (const { project_id: projectId } of world.slots) {
          world.write(projectId, 'queue', 'podium.session.v1.QueueResumed', { projectId });
          const restored = { projectId, period: '2026-01', reason: 'budget_changed' };
          world.write(projectId, 'budget', 'podium.session.v1.BudgetRestored', restored);
        }
        for (const { task_id: taskId } of world.sessions) removeFailed(world, taskId);
        const living = () => {
          const ids = new Set(world.slots.map(({ project_id }) => project_id));
          return world.sessions.filter(({ project_id }) => ids.has(project_id));
        };
        for (let left = living().length; left > 0; left -= 1) {
          for (const session of living()) if (session.status === 'retrying') world.requeue(session);
          world.look();
          const running = living().find(({ status }) => status === 'admitted');
          if (running) world.complete(running);
        }
        expect(living()).toEqual([]);
      }),
    ));

  it('lets nobody starve behind a stream of urgent ones', () => {
    const world = new QueueWorld(20);
    world.project('p0', 1);
    world.queue('p0', 'patient', SessionPriority.LOW);
    world.queue('p0', 'first', SessionPriority.URGENT);
    const isWaiting = () => world.sessions.some((one) => one.session_id === 'patient' && one.status === 'queued');
    let minutes = 0;
    for (; isWaiting() && minutes < 600; minutes += 10) {
      world.pass(10);
      world.queue('p0', `urgent-${minutes}`, SessionPriority.URGENT);
      world.look();
      const running = world.sessions.find(
        ({ status, session_id }) => status === 'admitted' && session_id !== 'patient',
      );
      if (running) world.complete(running);
    }
    // A new one every ten minutes, each done in ten: those of the first two hours go first.
    expect(minutes).toBeLessThanOrEqual(150);
    expect(minutes).toBeGreaterThan(60);
  });

  it('is fair to projects that come late', () => {
    const world = new QueueWorld(4);
    world.project('p0', 10);
    world.project('p1', 10);
    for (let number = 0; number < 20; number += 1) world.queue('p0', `a${number}`, SessionPriority.URGENT);
    world.look();
    expect(runningOf(world, 'p0')).toBe(4);
    for (let number = 0; number < 3; number += 1) world.queue('p1', `b${number}`, SessionPriority.LOW);
    for (let freed = 0; freed < 2; freed += 1) {
      const running = world.sessions.find(({ status, project_id }) => status === 'admitted' && project_id === 'p0');
      if (running) world.complete(running);
      world.look();
    }
    expect(runningOf(world, 'p1')).toBe(2);
  });
});

/** A task whose session failed stays open: who waits for it would wait for ever, rightly. */
function removeFailed(world: QueueWorld, taskId: string): void {
  for (const fact of world.facts) {
    if (fact.type !== 'podium.task.v1.TaskDependencyAdded' || fact.data.taskId !== taskId) continue;
    const projectId = fact.subject.split('/')[0] ?? '';
    const isRunning = world.sessions.some(({ task_id }) => task_id === fact.data.dependsOnTaskId);
    if (!isRunning) world.write(projectId, 'dependencies', 'podium.task.v1.TaskDependencyRemoved', fact.data);
  }
}
