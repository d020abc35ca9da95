import type { NatsConnection } from 'nats';
import { ask } from './answers.ts';
import { LogRefusedError, translated } from './errors.ts';
import type { Subject } from './subjects.ts';
import { decodedObject, encoded } from './wire.ts';

const timeoutMs = 2_000;

interface Info {
  readonly state?: { readonly subjects?: Readonly<Record<string, number>> };
  readonly error?: { readonly code: number; readonly err_code?: number; readonly description?: string };
}

/**
 * How many messages a stream holds on a literal subject, from its leader. Raw, as the client's own function also asks for
 * what is not needed.
 *
 * @throws LogUnavailableError, LogRefusedError
 */
export async function countOn(nc: NatsConnection, stream: string, subject: Subject): Promise<number> {
  let info: Info = {};
  try {
    await ask(nc, {
      subject: `$JS.API.STREAM.INFO.${stream}`,
      payload: encoded({ subjects_filter: subject }),
      timeoutMs,
      onAnswer: ({ data }) => {
        info = decodedObject(data, `What the server says about ${stream}`);
        return 'last';
      },
    });
  } catch (error) {
    throw translated(error);
  }
  if (info.error)
    throw new LogRefusedError(info.error.description ?? 'Refused', info.error.err_code ?? 0, info.error.code);
  return info.state?.subjects?.[subject] ?? 0;
}
