import type { Aggregate, CommandHandler } from '@podium/event-sourcing';
import type { PodCommand } from './domain/pod-commands.ts';
import type { PodState } from './domain/pod-state.ts';

/** Carries out commands on pods. */
export type PodCommands = CommandHandler<PodState, PodCommand>;

/** Who acts when nobody asked. */
export const podService = 'service:pod-svc';

/** A project's pod: there is one, under the project's own id. */
export function podAggregate(projectId: string): Aggregate {
  return { projectId, context: 'pod', id: projectId };
}
