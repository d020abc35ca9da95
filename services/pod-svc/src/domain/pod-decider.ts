import { fact, reject, type DecisionContext, type Decider, type NewFact, type Rejected } from '@podium/event-sourcing';
import type {
  DeletePod,
  PodCommand,
  ProvisionPod,
  RecordCleaned,
  RecordExited,
  RecordFailed,
  RecordProgress,
  RecordReady,
  StopPod,
} from './pod-commands.ts';
import { crashLoop, evolvePod, isCurrent, recentExits, type PodState, type WorkspaceOrigin } from './pod-state.ts';

type Decision = readonly NewFact[] | Rejected;

/** Rules of a project's pod. Rejection codes: `pod_deleted`, `pod_unknown`. */
export const podDecider: Decider<PodState, PodCommand> = {
  initialState: { status: 'none' },
  evolve: evolvePod,
  decide(state, command, context) {
    switch (command.kind) {
      case 'provision':
        return provision(state, command);
      case 'recordProgress':
        return recordProgress(state, command);
      case 'recordReady':
        return recordReady(state, command);
      case 'recordFailed':
        return recordFailed(state, command);
      case 'recordExited':
        return recordExited(state, command, context);
      case 'recordCleaned':
        return recordCleaned(state, command);
      case 'stop':
        return stop(state, command);
      case 'delete':
        return deletePod(state, command);
    }
  },
};

export function provision(state: PodState, command: ProvisionPod): Decision {
  switch (state.status) {
    case 'deleted':
      return reject('pod_deleted', 'This project was deleted; its pod cannot be started.');
    case 'provisioning':
    case 'ready':
      return [];
    case 'none':
      if (!command.origin) return reject('pod_unknown', 'There is no pod for this project yet.');
      return [started(command.projectId, 1, command.runtime, command.reason, command.origin)];
    case 'stopped':
    case 'failed':
      return [started(command.projectId, state.generation + 1, command.runtime, command.reason, state.origin)];
  }
}

export function recordProgress(state: PodState, command: RecordProgress): Decision {
  const { projectId, generation, message } = command;
  if (!isCurrent(state, generation) || state.status !== 'provisioning') return [];
  return [fact('podium.pod.v1.PodProvisioningProgressed', { projectId, generation, message })];
}

export function recordReady(state: PodState, command: RecordReady): Decision {
  const { projectId, generation, endpoint, workspacePath, version } = command;
  if (!isCurrent(state, generation) || state.status !== 'provisioning') return [];
  return [fact('podium.pod.v1.PodReady', { projectId, generation, endpoint, workspacePath, version })];
}

export function recordFailed(state: PodState, command: RecordFailed): Decision {
  const { projectId, generation, reason, message, retryable } = command;
  if (!isCurrent(state, generation) || state.status !== 'provisioning') return [];
  return [fact('podium.pod.v1.PodFailed', { projectId, generation, reason, message, retryable })];
}

/** Says that it ended and starts it again in one decision, so that no reader ever sees a pod that nobody restarts. */
export function recordExited(state: PodState, command: RecordExited, context: DecisionContext): Decision {
  const { projectId, generation, message } = command;
  if (!isCurrent(state, generation) || state.status !== 'ready') return [];
  const exited = fact('podium.pod.v1.PodExited', { projectId, generation, message });
  const exits = recentExits(state.exits, context.now).length + 1;
  if (exits <= crashLoop.exits) {
    return [exited, started(projectId, generation + 1, state.runtime, 'exited', state.origin)];
  }
  return [
    exited,
    fact('podium.pod.v1.PodFailed', {
      projectId,
      generation,
      reason: 'crash_loop',
      message: `The runtime ended ${exits} times within ${crashLoop.windowSeconds} seconds, the last time with ${message}.`,
      retryable: true,
    }),
  ];
}

/** Of a project that no fact knows nothing is told: there is no board to tell it on. */
export function recordCleaned(state: PodState, { projectId, problem, message }: RecordCleaned): Decision {
  return state.status === 'none' ? [] : [fact('podium.pod.v1.PodCleaned', { projectId, problem, message })];
}

export function stop(state: PodState, command: StopPod): Decision {
  if (state.status !== 'ready' && state.status !== 'provisioning') return [];
  if (command.generation !== undefined && command.generation !== state.generation) return [];
  return [
    fact('podium.pod.v1.PodStopped', {
      projectId: command.projectId,
      generation: state.generation,
      reason: command.reason,
    }),
  ];
}

/** Also without a pod: the fact keeps a late request from starting one. */
export function deletePod(state: PodState, command: DeletePod): Decision {
  if (state.status === 'deleted') return [];
  return [fact('podium.pod.v1.PodDeleted', { projectId: command.projectId })];
}

function started(
  projectId: string,
  generation: number,
  runtime: string,
  reason: 'created' | 'requested' | 'exited',
  origin: WorkspaceOrigin,
): NewFact {
  return fact('podium.pod.v1.PodProvisioningStarted', {
    projectId,
    generation,
    runtime,
    reason,
    source: origin.source,
    ...(origin.repositoryUrl === undefined ? {} : { repositoryUrl: origin.repositoryUrl }),
  });
}
