import type { ProjectionStatus } from '@podium/service-kit';
import type { Operation, OperationProgress } from '../operations.ts';
import { ControlError } from './control-error.ts';

/** What one replica says about one of its projections. */
export interface ProjectionInfo extends ProjectionStatus {
  readonly service: string;
  readonly name: string;
  readonly version: number;
  /** Tells the replicas of a service apart. */
  readonly replica: string;
  /** Qualified names. */
  readonly tables: readonly string[];
  /** What this replica is doing to the tables beside keeping them up to date. */
  readonly operation?: Operation;
}

/** What an operator may ask of a projection. */
export type OperationCommand = 'rebuild' | 'verify' | 'cancel';

export interface OperationRequest {
  /** Made by the client: a cancellation names it. */
  readonly operationId: string;
  readonly dropPrevious?: boolean;
}

/** What the replica sends while it works. Each second at least, so that its silence is its end. */
export type OperationMessage =
  | { readonly kind: 'accepted'; readonly replica: string }
  | { readonly kind: 'progress'; readonly progress?: OperationProgress }
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** Answered by every replica of every service, once for each projection. */
export const listSubject = 'podium.ctl.projections.list';

const token = /^[a-z0-9-]{1,64}$/;

/**
 * Where a projection's commands go. A wrong character in a subject costs the connection.
 *
 * @throws ControlError `projection_not_found` for names that no projection has.
 */
export function commandSubject(service: string, name: string, command: OperationCommand): string {
  if (!token.test(service) || !token.test(name)) {
    const asked = `${JSON.stringify(service)} ${JSON.stringify(name)}`;
    throw new ControlError('projection_not_found', `There can be no projection of the name ${asked}`);
  }
  return `podium.ctl.${service}.projections.${name}.${command}`;
}

const encoder = new TextEncoder();

export function encodeMessage(message: OperationMessage | OperationRequest | ProjectionInfo): Uint8Array {
  return encoder.encode(JSON.stringify(message));
}
