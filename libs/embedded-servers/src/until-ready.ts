import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedServerError } from './errors.ts';
import type { ProcessEnd, ServerProcess } from './server-process.ts';

const readyWithinSeconds = 60;

/**
 * Repeats an attempt until it succeeds, and gives its answer. The limit is generous: recovery after a crash takes its time.
 *
 * @throws EmbeddedServerError `SERVER_FAILED` as soon as the server has ended, `SERVER_NOT_READY` after a minute.
 */
export async function untilReady<T>(
  server: Pick<ServerProcess, 'ended' | 'output'>,
  name: string,
  attempt: () => Promise<T>,
  pauseSeconds = 0.01,
): Promise<T> {
  let end: ProcessEnd | undefined;
  void server.ended.then((how) => {
    end = how;
  });
  const deadline = performance.now() + readyWithinSeconds * 1000;
  for (;;) {
    try {
      return await attempt();
    } catch (cause) {
      const output = `Its last words:\n${server.output()}`;
      if (end !== undefined) {
        const how = end.signal ?? `exit code ${end.exitCode}`;
        throw new EmbeddedServerError('SERVER_FAILED', `${name} ended while starting (${how}). ${output}`, { cause });
      }
      if (performance.now() > deadline) {
        throw new EmbeddedServerError(
          'SERVER_NOT_READY',
          `${name} did not answer in ${readyWithinSeconds} s. ${output}`,
          { cause },
        );
      }
    }
    await sleep(pauseSeconds * 1000);
  }
}
