import type { Outcome } from '@podium/event-sourcing';
import type { EventEnvelope } from '@podium/proto';
import type { SessionCommand } from '../domain/commands.ts';
import type { SessionState } from '../domain/session.ts';

/** A run as those who keep its gates and watch it need it. */
export interface RunPart {
  readonly work: EventEnvelope<'podium.session.v1.SessionRunRequested'>;
  readonly ids: { readonly sessionId: string; readonly owner: string };
  state(): Promise<SessionState>;
  command(command: SessionCommand, key: string): Promise<Outcome>;
}
