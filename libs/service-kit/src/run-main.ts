import type { Environment } from './config.ts';
import type { RunningService } from './service.ts';

const signals = ['SIGTERM', 'SIGINT'] as const;

/**
 * Runs one service as this process: starts it, ends it on SIGTERM or SIGINT, then exits. A second signal exits at
 * once. A service that does not start ends the process with status 1 and says why on standard error.
 */
export async function runMain(start: (env: Environment) => Promise<RunningService>): Promise<void> {
  const stop = new Promise<void>((resolve) => {
    let asked = false;
    for (const signal of signals) {
      process.on(signal, () => {
        if (asked) process.exit(1);
        asked = true;
        resolve();
      });
    }
  });
  try {
    const service = await start(process.env);
    await stop;
    await service.close();
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  }
}
