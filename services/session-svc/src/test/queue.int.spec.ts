import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { BudgetPeriod, FailureClass, projectIdOf, TaskPriority, type RecordedFact } from '@podium/proto';
import { fact } from '@podium/event-sourcing';
import { eventually } from '@podium/testing';
import { mostAtOnce, QueueService } from './queue-service.ts';

// Servers are started on a busy machine.
jest.setTimeout(120_000);

const limit = 8;
const usage = { inputTokens: 600, outputTokens: 300, cachedTokens: 100, costUsd: 6 };

let world: QueueService;

beforeAll(async () => {
  world = await QueueService.create({ PODIUM_MAX_SESSIONS: String(limit) });
});
afterAll(() => world.dispose());

describe('the queue of a project', () => {
  it('admits in the order of urgency and arrival', async () => {
    const project = await world.project(1);
    const first = await world.execute(project);
    await world.fact(first.sessionId, 'podium.session.v1.SessionAdmitted');
    const low = await world.execute(project, TaskPriority.LOW);
    const medium = await world.execute(project);
    const urgent = await world.execute(project, TaskPriority.URGENT);
    await world.fact(urgent.sessionId, 'podium.session.v1.SessionQueued');
    const admissions: number[] = [];
    for (const [ended, next] of [[first, urgent] as const, [urgent, medium] as const, [medium, low] as const]) {
      await world.stop(project, ended);
      admissions.push((await world.fact(next.sessionId, 'podium.session.v1.SessionAdmitted')).position);
    }
    expect(admissions).toEqual(admissions.toSorted((a, b) => a - b));
    await world.stop(project, low);
  });

  it('lets somebody run next, gives its place to nobody while it is paused, and goes on', async () => {
    const project = await world.project(1);
    const first = await world.execute(project);
    await world.fact(first.sessionId, 'podium.session.v1.SessionAdmitted');
    const second = await world.execute(project, TaskPriority.URGENT);
    const wished = await world.execute(project, TaskPriority.LOW);
    const { sessionId } = wished;
    await world.fact(sessionId, 'podium.session.v1.SessionQueued');
    await world.runNext(project, sessionId);
    await world.fact(sessionId, 'podium.session.v1.SessionExpedited');
    const pause = { projectId: project, reason: 'Release day' };
    await world.ask(project, 'queue', 'podium.session.v1.QueuePauseRequested', pause);
    const paused = await world.fact('queue', 'podium.session.v1.QueuePaused');
    expect(paused.data.reason).toBe('Release day');
    await world.stop(project, first);
    await world.fact(first.sessionId, 'podium.session.v1.SessionCancelled');
    // Whoever is admitted in another project shows that the queue was looked at since.
    const other = await world.execute(await world.project(1));
    await world.fact(other.sessionId, 'podium.session.v1.SessionAdmitted');
    expect(world.has(sessionId, 'podium.session.v1.SessionAdmitted')).toBe(false);
    await world.ask(project, 'queue', 'podium.session.v1.QueueResumeRequested', { projectId: project });
    await world.fact(sessionId, 'podium.session.v1.SessionAdmitted');
    expect(world.has(second.sessionId, 'podium.session.v1.SessionAdmitted')).toBe(false);
    await Promise.all([world.stop(project, wished), world.stop(project, second)]);
    await world.stop(projectOf(other.sessionId), other);
  });

  it('holds back whose task waits for another one, until that is done', async () => {
    const project = await world.project(2);
    const first = await world.execute(project);
    await world.fact(first.sessionId, 'podium.session.v1.SessionAdmitted');
    const waiting = await world.execute(project, TaskPriority.URGENT, [first.taskId]);
    await world.fact(waiting.sessionId, 'podium.session.v1.SessionQueued');
    const free = await world.execute(project, TaskPriority.LOW);
    await world.fact(free.sessionId, 'podium.session.v1.SessionAdmitted');
    await world.stop(project, free);
    await world.fact(free.sessionId, 'podium.session.v1.SessionCancelled');
    expect(world.has(waiting.sessionId, 'podium.session.v1.SessionAdmitted')).toBe(false);
    await world.taskIsDone(project, first.taskId);
    await world.fact(waiting.sessionId, 'podium.session.v1.SessionAdmitted');
    await Promise.all([world.stop(project, first), world.stop(project, waiting)]);
  });

  it('gives the slot of a session that waits for its next try to another one, and brings it back later', async () => {
    const project = await world.project(1);
    const trying = await world.execute(project);
    const { position } = await world.fact(trying.sessionId, 'podium.session.v1.SessionAdmitted');
    const next = await world.execute(project);
    await world.fact(next.sessionId, 'podium.session.v1.SessionQueued');
    const retry = { attempt: 2, maxAttempts: 4, dueAt: '2026-01-01T00:00:00.000Z', reason: 'busy', message: 'Busy.' };
    await world.write(project, 'session', trying.sessionId, [
      fact('podium.session.v1.SessionRetryScheduled', { ...trying, ...retry, usage, outputChunks: 0 }),
    ]);
    await world.fact(next.sessionId, 'podium.session.v1.SessionAdmitted');
    await world.write(project, 'session', trying.sessionId, [
      fact('podium.session.v1.SessionRequeued', { ...trying, reason: 'retry_due' }),
    ]);
    await world.stop(project, next);
    await world.fact(trying.sessionId, 'podium.session.v1.SessionAdmitted', position);
    await world.stop(project, trying);
  });
});

describe('a project that is deleted', () => {
  it('takes no slot any more, whatever its sessions waited for', async () => {
    const project = await world.project(1);
    const running = await world.execute(project);
    await world.fact(running.sessionId, 'podium.session.v1.SessionAdmitted');
    const waiting = await world.execute(project);
    await world.fact(waiting.sessionId, 'podium.session.v1.SessionQueued');
    await world.write(project, 'project', project, [fact('podium.project.v1.ProjectDeleted', { projectId: project })]);
    const late = await world.execute(project);
    for (const { sessionId } of [running, waiting, late]) {
      const { data } = await world.fact(sessionId, 'podium.session.v1.SessionCancelled');
      expect(data.reason).toBe('project_deleted');
    }
    expect(world.has(waiting.sessionId, 'podium.session.v1.SessionAdmitted')).toBe(false);
    expect(world.has(late.sessionId, 'podium.session.v1.SessionAdmitted')).toBe(false);
  });
});

describe('a budget', () => {
  const tenDollars = { limitUsd: 10, warnPercent: 50, period: BudgetPeriod.MONTH };

  /** A session ends that has cost six dollars. */
  async function spend(project: string): Promise<void> {
    const ended = await world.execute(project);
    await world.fact(ended.sessionId, 'podium.session.v1.SessionAdmitted');
    const failure = { reason: 'model_error', message: 'No.', failureClass: FailureClass.PERMANENT };
    await world.write(project, 'session', ended.sessionId, [
      fact('podium.session.v1.SessionFailed', { ...ended, ...failure, usage, outputChunks: 0 }),
    ]);
  }

  const ofProject = (project: string, type: RecordedFact['type']) => () =>
    world.facts.find((each) => each.type === type && projectIdOf(each) === project);

  it('warns, then stops what runs and holds what waits, until it is raised', async () => {
    const project = await world.project(2);
    await world.setBudget(project, tenDollars);
    await spend(project);
    const warned = await eventually(ofProject(project, 'podium.session.v1.BudgetWarned'));
    expect(warned.data).toMatchObject({ costUsd: 6, tokens: 1_000, limitUsd: 10 });
    const running = await world.execute(project);
    await world.fact(running.sessionId, 'podium.session.v1.SessionAdmitted');
    await spend(project);
    await eventually(ofProject(project, 'podium.session.v1.BudgetExceeded'));
    const { data } = await world.fact(running.sessionId, 'podium.session.v1.SessionCancelled');
    expect(data.reason).toBe('budget_exceeded');

    const held = await world.execute(project);
    await world.fact(held.sessionId, 'podium.session.v1.SessionQueued');
    const elsewhere = await world.project(1);
    const other = await world.execute(elsewhere);
    await world.fact(other.sessionId, 'podium.session.v1.SessionAdmitted');
    expect(world.has(held.sessionId, 'podium.session.v1.SessionAdmitted')).toBe(false);
    await world.setBudget(project, { ...tenDollars, limitUsd: 100 });
    await world.fact(held.sessionId, 'podium.session.v1.SessionAdmitted');
    expect(ofProject(project, 'podium.session.v1.BudgetRestored')()?.data).toMatchObject({ reason: 'budget_changed' });
    await Promise.all([world.stop(project, held), world.stop(elsewhere, other)]);
  });

  it('begins anew with the month, also where that began while nobody was there', async () => {
    const project = await world.project(1);
    await world.setBudget(project, tenDollars);
    const past = { projectId: project, period: '2020-01', costUsd: 10, tokens: 0, limitUsd: 10 };
    await world.write(project, 'session', 'budget', [fact('podium.session.v1.BudgetExceeded', past)]);
    const replica = await world.replica();
    // It looks at its start; where that came before the fact was in the tables, half a minute later.
    const restored = await eventually(ofProject(project, 'podium.session.v1.BudgetRestored'), { timeoutSeconds: 45 });
    expect(restored.data).toMatchObject({ reason: 'new_period' });
    await replica.close();
  });
});

describe('fifty tasks of five projects at once', () => {
  it('never exceed a limit, all end, and none starves, although a replica goes in the middle', async () => {
    const begin = world.facts.length;
    const second = await world.replica();
    const projects = await Promise.all([1, 2, 3, 3, 3].map((slots) => world.project(slots)));
    const running = new Map<string, { sessionId: string; taskId: string }>();
    let ended = 0;
    world.onFact((each) => {
      if (each.type === 'podium.session.v1.SessionCancelled' && running.delete(each.data.sessionId)) ended += 1;
      // The order of the queue changes all the time.
      if (each.type === 'podium.session.v1.SessionQueued' && projects.includes(projectIdOf(each))) {
        const { sessionId } = each.data;
        world.later(20 * (each.position % 40), () => world.runNext(projectIdOf(each), sessionId));
      }
      if (each.type !== 'podium.session.v1.SessionAdmitted' || !projects.includes(projectIdOf(each))) return;
      const ids = { sessionId: each.data.sessionId, taskId: each.data.taskId };
      running.set(ids.sessionId, ids);
      world.later(20 + (each.position % 5) * 20, () => world.stop(projectIdOf(each), ids));
    });
    const priorities = [TaskPriority.LOW, TaskPriority.MEDIUM, TaskPriority.HIGH, TaskPriority.URGENT];
    const all = await Promise.all(
      Array.from({ length: 50 }, (_, index) => world.execute(projects[index % 5] ?? '', priorities[index % 4])),
    );
    await eventually(() => ended >= 15);
    await second.close();
    await eventually(() => ended === all.length, { timeoutSeconds: 40 });

    const facts = world.facts.slice(begin);
    const most = mostAtOnce(facts);
    expect(most.all).toBeLessThanOrEqual(limit);
    for (const [index, slots] of [1, 2, 3, 3, 3].entries()) {
      expect(most.ofProject.get(projects[index] ?? '') ?? 0).toBeLessThanOrEqual(slots);
    }
    for (const { sessionId } of all) {
      const admissions = facts.filter(
        (each) => each.type === 'podium.session.v1.SessionAdmitted' && each.data.sessionId === sessionId,
      );
      expect(admissions).toHaveLength(1);
    }
  });
});

function projectOf(sessionId: string): string {
  const found = world.facts.find((each) => each.subject.endsWith(`/session/${sessionId}`));
  if (!found) throw new Error(`There is no session ${sessionId}`);
  return projectIdOf(found);
}
