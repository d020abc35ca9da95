import { once } from 'node:events';
import { runCli } from './cli.ts';
import type { Io } from './io.ts';

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
process.once('SIGTERM', () => interrupted.abort());
// The reader has seen enough, as in `podium events tail -f | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  interrupted.abort();
});

const io: Io = {
  async out(text) {
    if (process.stdout.writable && !process.stdout.write(text))
      await Promise.race([once(process.stdout, 'drain'), aborted()]);
  },
  say: (text) => void process.stderr.write(text),
  stdin: process.stdin,
  env: process.env,
  columns: process.stdout.isTTY ? process.stdout.columns : undefined,
  isWatched: process.stderr.isTTY,
  signal: interrupted.signal,
};

process.exitCode = await runCli(process.argv.slice(2), io);

async function aborted(): Promise<void> {
  if (!interrupted.signal.aborted) await once(interrupted.signal, 'abort');
}
