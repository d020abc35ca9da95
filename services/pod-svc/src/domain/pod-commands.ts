import type { WorkspaceOrigin } from './pod-state.ts';

/** Wants the pod ready: starts it where it is not. */
export interface ProvisionPod {
  readonly kind: 'provision';
  readonly projectId: string;
  /** `created` brings the origin of the files; later starts take it from the pod's own past. */
  readonly reason: 'created' | 'requested';
  /** Driver that does it. */
  readonly runtime: string;
  readonly origin?: WorkspaceOrigin;
}

/** A start that takes long says what it is doing. */
export interface RecordProgress {
  readonly kind: 'recordProgress';
  readonly projectId: string;
  readonly generation: number;
  /** For a person. */
  readonly message: string;
}

/** The runtime's server answers. */
export interface RecordReady {
  readonly kind: 'recordReady';
  readonly projectId: string;
  readonly generation: number;
  readonly endpoint: string;
  readonly workspacePath: string;
  readonly version: string;
}

/** The runtime could not provide the pod. */
export interface RecordFailed {
  readonly kind: 'recordFailed';
  readonly projectId: string;
  readonly generation: number;
  /** Stable code in snake_case. */
  readonly reason: string;
  /** For a person. */
  readonly message: string;
  readonly retryable: boolean;
}

/** The pod's processes ended without being asked to. */
export interface RecordExited {
  readonly kind: 'recordExited';
  readonly projectId: string;
  readonly generation: number;
  readonly message: string;
}

/** Something of the pod was found that should not be there, and was cleared away. */
export interface RecordCleaned {
  readonly kind: 'recordCleaned';
  readonly projectId: string;
  readonly problem: 'deleted_project' | 'stopped_pod' | 'stray_processes';
  /** For a person. */
  readonly message: string;
}

/** Puts the pod to rest; its workspace is kept. */
export interface StopPod {
  readonly kind: 'stop';
  readonly projectId: string;
  readonly reason: 'shutdown' | 'idle';
  /** Only this start; whichever is current where absent. */
  readonly generation?: number;
}

/** Removes the pod and its workspace for good. */
export interface DeletePod {
  readonly kind: 'delete';
  readonly projectId: string;
}

export type PodCommand =
  ProvisionPod | RecordProgress | RecordReady | RecordFailed | RecordExited | RecordCleaned | StopPod | DeletePod;
