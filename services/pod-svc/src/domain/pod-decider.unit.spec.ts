import { describe, expect, it } from '@jest/globals';
import { fact, isRejected, type NewFact } from '@podium/event-sourcing';
import type { RecordedFact } from '@podium/proto';
import type { PodCommand } from './pod-commands.ts';
import { podDecider } from './pod-decider.ts';

const projectId = 'p1';
const time = '2026-01-01T00:01:00.000Z';

const starting = (generation = 1, reason = 'created'): NewFact =>
  fact('podium.pod.v1.PodProvisioningStarted', { projectId, generation, runtime: 'local', reason, source: 'empty' });
const ready = (generation = 1): NewFact =>
  fact('podium.pod.v1.PodReady', { projectId, generation, endpoint: 'http://e', workspacePath: '/w', version: '1' });
const failed = (generation = 1): NewFact =>
  fact('podium.pod.v1.PodFailed', { projectId, generation, reason: 'clone_failed', message: 'No.', retryable: true });
const exited = (generation = 1): NewFact =>
  fact('podium.pod.v1.PodExited', { projectId, generation, message: 'exit code 1' });
const stopped = (generation = 1): NewFact =>
  fact('podium.pod.v1.PodStopped', { projectId, generation, reason: 'shutdown' });
const deleted = fact('podium.pod.v1.PodDeleted', { projectId });

const request: PodCommand = { kind: 'provision', projectId, reason: 'requested', runtime: 'local' };
const recordReady = (generation: number): PodCommand => ({
  kind: 'recordReady',
  projectId,
  generation,
  endpoint: 'http://e',
  workspacePath: '/w',
  version: '1',
});
const recordFailed = (generation: number): PodCommand => ({
  kind: 'recordFailed',
  projectId,
  generation,
  reason: 'clone_failed',
  message: 'No.',
  retryable: true,
});
const recordExited = (generation: number): PodCommand => ({
  kind: 'recordExited',
  projectId,
  generation,
  message: 'exit code 1',
});
const stop: PodCommand = { kind: 'stop', projectId, reason: 'shutdown' };

/** Facts may bring the time at which they happened; otherwise they happened a long time ago. */
type Past = NewFact | { at: string; fact: NewFact };

function given(...past: Past[]) {
  const state = past.reduce((folded, item, index) => {
    const happened = 'at' in item ? item : { at: '2026-01-01T00:00:00.000Z', fact: item };
    const recorded = { ...happened.fact, time: happened.at, position: index + 1, version: index + 1 };
    return podDecider.evolve(folded, recorded as unknown as RecordedFact);
  }, podDecider.initialState);
  return {
    when(command: PodCommand, now = time) {
      const decision = podDecider.decide(state, command, { now, actor: 'service:test' });
      return {
        then: (...facts: NewFact[]) => expect(decision).toEqual(facts),
        thenRejected: (code: string) => expect(isRejected(decision) && decision.rejected.code).toBe(code),
      };
    },
  };
}

describe('providing a pod', () => {
  it('starts the first one where its project says', () => {
    const origin = { source: 'clone', repositoryUrl: 'https://e.org/r.git' } as const;
    given()
      .when({ ...request, reason: 'created', origin })
      .then(
        fact('podium.pod.v1.PodProvisioningStarted', {
          projectId,
          generation: 1,
          runtime: 'local',
          reason: 'created',
          source: 'clone',
          repositoryUrl: 'https://e.org/r.git',
        }),
      );
  });

  it('refuses a request for a project that it has not heard of', () => {
    given().when(request).thenRejected('pod_unknown');
  });

  it.each([
    ['starting', [starting()]],
    ['ready', [starting(), ready()]],
  ])('has nothing to do for one that is %s', (_, past) => {
    given(...past)
      .when(request)
      .then();
  });

  it.each([
    ['stopped', [starting(), ready(), stopped()]],
    ['failed', [starting(), failed()]],
  ])('starts one that %s anew, from where its files came', (_, past) => {
    given(...past)
      .when(request)
      .then(starting(2, 'requested'));
  });

  it('refuses where the project was deleted', () => {
    given(starting(), deleted).when(request).thenRejected('pod_deleted');
  });
});

describe('what the runtime tells', () => {
  it('makes a starting pod ready', () => {
    given(starting()).when(recordReady(1)).then(ready());
  });

  it('makes a starting pod fail', () => {
    given(starting()).when(recordFailed(1)).then(failed());
  });

  it.each([
    ['ready', recordReady(1)],
    ['failed', recordFailed(1)],
    ['exited', recordExited(1)],
  ])('is ignored where an older start is said to be %s', (_, command) => {
    given(starting(), ready(), stopped(), starting(2)).when(command).then();
  });

  it('is ignored once the pod was stopped or deleted', () => {
    given(starting(), stopped()).when(recordReady(1)).then();
    given(starting(), deleted).when(recordReady(1)).then();
    given(starting(), ready(), stopped()).when(recordExited(1)).then();
  });

  it('does not count as an exit while the pod is still starting: the start itself fails then', () => {
    given(starting()).when(recordExited(1)).then();
  });
});

describe('a pod that ends by itself', () => {
  const crash = (generation: number, at: string): Past[] => [
    ready(generation),
    { at, fact: exited(generation) },
    { at, fact: starting(generation + 1, 'exited') },
  ];

  it('is started again in the same decision', () => {
    given(starting(), ready()).when(recordExited(1)).then(exited(), starting(2, 'exited'));
  });

  it('is given up at the fourth time within a minute', () => {
    const thrice = [1, 2, 3].flatMap((generation) => crash(generation, `2026-01-01T00:00:3${generation}.000Z`));
    given(starting(), ...thrice, ready(4))
      .when(recordExited(4))
      .then(
        exited(4),
        fact('podium.pod.v1.PodFailed', {
          projectId,
          generation: 4,
          reason: 'crash_loop',
          message: 'The runtime ended 4 times within 60 seconds, the last time with exit code 1.',
          retryable: true,
        }),
      );
  });

  it('is started again where its exits are spread over more than a minute', () => {
    const thrice = [1, 2, 3].flatMap((generation) => crash(generation, `2026-01-01T00:00:0${generation - 1}.000Z`));
    given(starting(), ...thrice, ready(4))
      .when(recordExited(4))
      .then(exited(4), starting(5, 'exited'));
  });

  it('gets a fresh count when a person asks for it again', () => {
    const thrice = [1, 2, 3].flatMap((generation) => crash(generation, `2026-01-01T00:00:3${generation}.000Z`));
    const given4 = [starting(), ...thrice, ready(4), exited(4), failed(4), starting(5, 'requested'), ready(5)];
    given(...given4)
      .when(recordExited(5))
      .then(exited(5), starting(6, 'exited'));
  });
});

describe('stopping and deleting', () => {
  it('stops a pod that runs or starts', () => {
    given(starting(), ready()).when(stop).then(stopped());
    given(starting()).when(stop).then(stopped());
  });

  it('has nothing to stop otherwise', () => {
    given().when(stop).then();
    given(starting(), failed()).when(stop).then();
    given(starting(), ready(), stopped()).when(stop).then();
    given(starting(), ready())
      .when({ ...stop, generation: 2 })
      .then();
  });

  it('deletes once, even what never was', () => {
    const command: PodCommand = { kind: 'delete', projectId };
    given(starting(), ready()).when(command).then(deleted);
    given().when(command).then(deleted);
    given(starting(), deleted).when(command).then();
  });
});

describe('what was found and cleared away', () => {
  const clean: PodCommand = { kind: 'recordCleaned', projectId, problem: 'deleted_project', message: 'Gone.' };

  it('is told of every project that there ever was', () => {
    const cleaned = fact('podium.pod.v1.PodCleaned', { projectId, problem: 'deleted_project', message: 'Gone.' });
    given(starting(), ready(), deleted).when(clean).then(cleaned);
    given(starting(), ready(), stopped()).when(clean).then(cleaned);
    given().when(clean).then();
  });
});
