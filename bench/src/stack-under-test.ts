import { PodiumApi, PodiumStack } from '@podium/stack-driver';
import { measureRawEngine, type RawEngine } from './raw-engine.ts';

interface Started {
  readonly stack: PodiumStack;
  readonly api: PodiumApi;
  /** How long `npm start` took on installed, built sources. */
  readonly startSeconds: number;
}

/** One stack for all measurements that need one, started by the first of them. */
export class StackUnderTest {
  #started: Promise<Started> | undefined;
  #raw: Promise<RawEngine> | undefined;

  /** Running; the same one each time. */
  started(): Promise<Started> {
    return (this.#started ??= start());
  }

  /** The floor under figures of the stack, measured while the stack idles. */
  rawEngine(): Promise<RawEngine> {
    return (this.#raw ??= measureRawEngine(500, 50));
  }

  async close(): Promise<void> {
    // Whoever started it got its error.
    const started = await this.#started?.catch(() => undefined);
    await started?.stack.dispose();
  }
}

async function start(): Promise<Started> {
  const begin = performance.now();
  // What is measured is the way of a request, not the limits that keep one client from taking everything.
  const stack = await PodiumStack.start({
    env: {
      PODIUM_WRITES_PER_SECOND: '100000',
      PODIUM_COSTLY_READS_PER_MINUTE: '1000000',
      PODIUM_MESSAGES_PER_MINUTE: '1000000',
    },
  });
  return { stack, api: new PodiumApi(stack.url), startSeconds: (performance.now() - begin) / 1000 };
}
