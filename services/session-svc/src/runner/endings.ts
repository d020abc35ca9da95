import type { Outcome } from '@podium/event-sourcing';
import type { EventEnvelope } from '@podium/proto';
import type { EndSession, SessionCommand } from '../domain/commands.ts';
import type { Live, SessionState } from '../domain/session.ts';
import { isPastTry } from '../domain/tries.ts';
import type { OutputWriter } from './output-writer.ts';
import type { Retries } from './retries.ts';
import type { TurnResult } from './turn-result.ts';

type Ending = EndSession['ending'];

/** A session with a try that has not ended. */
export type Tried = Exclude<Live, { kind: 'retrying' }>;

/** Whether there is nothing left to do: the session has ended, or the try that this work is of. */
export function isOver(
  state: SessionState,
  work: Pick<EventEnvelope, 'causationid'>,
): state is Exclude<SessionState, Tried> {
  if (!('work' in state) || state.kind === 'retrying') return true;
  return isPastTry(state.work.tries, work.causationid);
}

/** What ending a session needs of the one who runs it. */
export interface EndingSession {
  readonly ids: { readonly sessionId: string; readonly owner: string };
  /** Names the present try. */
  readonly tryKey: string;
  readonly retries: Retries;
  state(): Promise<SessionState>;
  command(command: SessionCommand, key: string): Promise<Outcome>;
}

/** Ends a session, or only its present try. */
export class Endings {
  readonly #session: EndingSession;

  constructor(session: EndingSession) {
    this.#session = session;
  }

  /** What may pass by itself ends the try and not the session, as long as there are tries left. */
  async end(ending: Ending, result: TurnResult, writer: OutputWriter, how: string = ending.kind): Promise<void> {
    if (await this.#triesAgain(ending, result, writer)) return;
    writer.done(how);
    await writer.flush();
    if (!writer.failure) await this.record(ending, result, writer);
  }

  /** The fact alone, without a last chunk of output. */
  async record(ending: Ending, { usage, workspace }: TurnResult, { chunks }: OutputWriter): Promise<void> {
    const tally = { usage, outputChunks: chunks };
    await this.#session.command({ kind: 'end', ...this.#session.ids, ending, tally, workspace }, 'end');
  }

  async #triesAgain(ending: Ending, { usage }: TurnResult, writer: OutputWriter): Promise<boolean> {
    const { ids, tryKey, retries } = this.#session;
    const retry = retries.after(await this.#session.state(), ending);
    if (!retry) return false;
    const { sentence, ...command } = retry;
    writer.say(`retry:${tryKey}`, sentence);
    await writer.flush();
    const tally = { usage, outputChunks: writer.chunks };
    if (!writer.failure) await this.#session.command({ ...command, ...ids, tally }, 'retry');
    return true;
  }
}
