import { startAgent } from './agent.ts';
import { loadConfig } from './config.ts';

const log = (line: object): void => {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...line })}\n`);
};

try {
  const agent = await startAgent(loadConfig(process.env), log);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void agent.close());
} catch (error) {
  // In one line: what a container last said becomes the reason that people see.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
