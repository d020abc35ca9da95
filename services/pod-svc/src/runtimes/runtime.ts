import type { WorkspaceEntry } from '@podium/workspace';
import type { WorkspaceOrigin } from '../domain/pod-state.ts';

/** Names of the drivers, as `PODIUM_RUNTIME` and the facts say them. */
export type RuntimeName = 'local' | 'docker' | 'kubernetes';

/** Which pod to provide. The same project and generation mean the same pod. */
export interface PodSpec {
  readonly projectId: string;
  readonly generation: number;
  readonly origin: WorkspaceOrigin;
}

/** A pod whose server answers. */
export interface ReadyPod {
  readonly projectId: string;
  readonly generation: number;
  /** Base URL of the OpenCode server. */
  readonly endpoint: string;
  /** The working directory as the OpenCode server names it. */
  readonly workspacePath: string;
  /** Version of the OpenCode server. */
  readonly version: string;
}

/** What a runtime has of a project. `exited`: it was started and ended without being asked to. */
export type PodInspection =
  | ({ readonly status: 'running' } & ReadyPod)
  | { readonly status: 'starting' | 'exited'; readonly projectId: string; readonly generation: number }
  /** Files only, no process. */
  | { readonly status: 'stopped'; readonly projectId: string };

/** A pod that ended without being asked to. */
export interface PodExit {
  readonly projectId: string;
  readonly generation: number;
  /** What is known of the end, for example `exit code 137`. */
  readonly message: string;
}

/** Processes that were left behind. */
export interface ClearedStray {
  readonly projectId: string;
  readonly processes: number;
}

/** Something in a workspace. */
export interface WorkspacePart {
  /** Relative, with slashes; empty for the workspace itself. */
  readonly path: string;
  /** First byte of a file, 0 unless told. */
  readonly offset?: number | undefined;
  /** Most bytes of a file. */
  readonly limit?: number | undefined;
}

export interface ProvisionOptions {
  /** Ends the attempt and leaves no process behind. */
  readonly signal: AbortSignal;
  /** One line for a person about a long step, such as a clone. */
  readonly onProgress?: (message: string) => void;
}

/**
 * Port: where pods live. Every method may be repeated, after a crash of the caller too: what already holds is left as
 * it is. A driver finds its pods again by itself (state files, labels), so that a restarted service adopts them.
 */
export interface Runtime {
  readonly name: RuntimeName;
  /**
   * Whether pods are somebody else's to keep running, the cluster's or another process's: then the end of this one, in
   * order or not, ends none. Ask after `close`.
   */
  readonly podsOutliveService: boolean;
  /** Finds the pods that are there and begins to watch them. Call once, before anything else. */
  open(): Promise<void>;
  /**
   * Provides the workspace and a server that answers. A running pod of the same generation is returned as it is; one of
   * an older generation is stopped first.
   * @throws RuntimeError
   */
  provision(spec: PodSpec, options: ProvisionOptions): Promise<ReadyPod>;
  /** Ends the pod's processes, a running `provision` of it included; the workspace is kept. */
  stop(projectId: string): Promise<void>;
  /** Ends the pod's processes and removes its files for good. */
  delete(projectId: string): Promise<void>;
  /** Looks itself, not at a cache; undefined where there is nothing of that project. */
  inspect(projectId: string): Promise<PodInspection | undefined>;
  list(): Promise<readonly PodInspection[]>;
  /** Ends processes that belong to no pod that is there, and tells of whose they were. Only where a driver can tell. */
  clearStrays?(): Promise<readonly ClearedStray[]>;
  /** Tells each exit once, within about two seconds. Returns how to end the subscription. */
  onExit(listener: (exit: PodExit) => void): () => void;
  /** The newest lines of the server's own log, oldest first. */
  logs(projectId: string, options: { readonly lines: number }): Promise<readonly string[]>;
  /**
   * What is at a path of the project's workspace: a folder's entries, or a part of a file.
   * @throws RuntimeError `pod_not_running` where the pod has to run for that; WorkspaceError
   */
  look(projectId: string, part: WorkspacePart): Promise<WorkspaceEntry>;
  /** Stops watching and refuses to start anything. Pods are left as they are: `stop` them first where they must end. */
  close(): Promise<void>;
}

/** Why a runtime could not do what it was asked to. */
export type RuntimeErrorCode =
  | 'aborted'
  | 'agent_answer_invalid'
  | 'binary_missing'
  | 'clone_failed'
  | 'clone_timeout'
  | 'cluster_refused'
  | 'cluster_unavailable'
  | 'crash_loop'
  | 'engine_refused'
  | 'engine_unavailable'
  | 'evicted'
  | 'forbidden'
  | 'image_unavailable'
  | 'model_unavailable'
  | 'out_of_memory'
  | 'pod_not_running'
  | 'quota_exceeded'
  | 'repository_url_invalid'
  | 'runtime_closed'
  | 'start_failed'
  | 'start_timeout'
  | 'stop_timeout'
  | 'unschedulable'
  | 'workspace_failed';

/** The message is one sentence for a person, with the driver's own last words. */
export class RuntimeError extends Error {
  override readonly name = 'RuntimeError';

  constructor(
    readonly code: RuntimeErrorCode,
    message: string,
    /** Whether trying again, unchanged, can help. */
    readonly retryable: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
