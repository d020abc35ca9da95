import type { RecordedFact } from '@podium/proto';

/** Where the files of a workspace come from. */
export interface WorkspaceOrigin {
  readonly source: 'empty' | 'clone' | 'sample';
  /** Only with `clone`. */
  readonly repositoryUrl?: string | undefined;
}

/** What every pod that exists has. */
interface Existing {
  /** 1 for the first start, one more for each later one. Answers about an older start are ignored. */
  readonly generation: number;
  readonly runtime: string;
  readonly origin: WorkspaceOrigin;
  /** RFC 3339 times at which starts ended by themselves, since someone last asked for the pod. */
  readonly exits: readonly string[];
}

/** A project's pod as its facts tell it. */
export type PodState =
  | { readonly status: 'none' }
  | (Existing & { readonly status: 'provisioning' })
  | (Existing & { readonly status: 'ready'; readonly endpoint: string })
  | (Existing & { readonly status: 'stopped' })
  | (Existing & { readonly status: 'failed'; readonly reason: string })
  | { readonly status: 'deleted' };

/** More exits than these within the window are a crash loop: it is not started again by itself. */
export const crashLoop = { exits: 3, windowSeconds: 60 } as const;

/** Exits that still count at a time. */
export function recentExits(exits: readonly string[], now: string): readonly string[] {
  const oldest = Date.parse(now) - crashLoop.windowSeconds * 1000;
  return exits.filter((exit) => Date.parse(exit) > oldest);
}

/** Folds one fact; impossible transitions and unknown facts leave the state as it is. */
export function evolvePod(state: PodState, fact: RecordedFact): PodState {
  switch (fact.type) {
    case 'podium.pod.v1.PodProvisioningStarted':
      if (state.status === 'deleted') return state;
      return {
        status: 'provisioning',
        generation: fact.data.generation,
        runtime: fact.data.runtime,
        origin: { source: sourceOf(fact.data.source), repositoryUrl: fact.data.repositoryUrl },
        // Only its own restarts add up to a crash loop; a person who asks again gets a fresh count.
        exits: fact.data.reason === 'exited' && state.status !== 'none' ? recentExits(state.exits, fact.time) : [],
      };
    case 'podium.pod.v1.PodReady':
      if (!isCurrent(state, fact.data.generation)) return state;
      return { ...existing(state), status: 'ready', endpoint: fact.data.endpoint };
    case 'podium.pod.v1.PodFailed':
      if (!isCurrent(state, fact.data.generation)) return state;
      return { ...existing(state), status: 'failed', reason: fact.data.reason };
    case 'podium.pod.v1.PodExited':
      if (!isCurrent(state, fact.data.generation)) return state;
      return { ...existing(state), status: 'stopped', exits: [...state.exits, fact.time] };
    case 'podium.pod.v1.PodStopped':
      if (!isCurrent(state, fact.data.generation)) return state;
      return { ...existing(state), status: 'stopped' };
    case 'podium.pod.v1.PodDeleted':
      return { status: 'deleted' };
    default:
      return state;
  }
}

/** Whether there is a pod and this is its newest start. */
export function isCurrent(state: PodState, generation: number): state is Extract<PodState, Existing> {
  return state.status !== 'none' && state.status !== 'deleted' && state.generation === generation;
}

function existing(state: Existing): Existing {
  const { generation, runtime, origin, exits } = state;
  return { generation, runtime, origin, exits };
}

/** The contract carries the source as text; what a newer writer says and we don't know becomes an empty workspace. */
function sourceOf(source: string): WorkspaceOrigin['source'] {
  return source === 'clone' || source === 'sample' ? source : 'empty';
}
