import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { EmbeddedServerError } from '@podium/embedded-servers';
import { demoModelLabel } from '@podium/scripted-model';
import { checkDiskSpace, checkPort } from './checks.ts';
import { openDataDirectory, type DataDirectory } from './data-directory.ts';
import { showWarnings } from './log-warnings.ts';
import { providersWithKeys } from './model.ts';
import { readOptions, usage, type Environment, type StartOptions } from './options.ts';
import { Progress } from './progress.ts';
import { podiumServices, type ServiceDescription } from './services.ts';
import { Stack } from './stack.ts';
import { StartError } from './start-error.ts';
import { StopRequest } from './stop-request.ts';

/** A person who presses Ctrl-C waits no longer than 10 seconds: for what is still starting, the clean stop and the kill. */
const stopWithinSeconds = 6.5;
const startingSeconds = 3;

export interface RunOptions {
  readonly args: readonly string[];
  readonly env: Environment;
  /** The repository. */
  readonly root?: string;
  readonly services?: readonly ServiceDescription[];
}

/**
 * Runs Podium until it is asked to stop by a signal.
 *
 * @returns the exit code: 0 after a stop that was asked for, 1 when it could not start.
 */
export async function run({
  args,
  env,
  root = repositoryRoot(),
  services = podiumServices,
}: RunOptions): Promise<number> {
  const progress = new Progress();
  const stopRequest = new StopRequest();
  try {
    const options = readOptions(args, env, root);
    if (options.help) {
      progress.say(usage);
      return 0;
    }
    const data = openDataDirectory(options.dataDir, urlOf(options));
    try {
      await checkDiskSpace(options.dataDir);
      await checkPort(options.port);
      const stack = new Stack({ options, env, data, root, progress, services });
      return await runStack(stack, { options, env, data, progress, stopRequest });
    } finally {
      data.lock.release();
    }
  } catch (error) {
    progress.say(explain(error));
    return 1;
  } finally {
    stopRequest.dispose();
  }
}

interface Run {
  readonly options: StartOptions;
  readonly env: Environment;
  readonly data: DataDirectory;
  readonly progress: Progress;
  readonly stopRequest: StopRequest;
}

async function runStack(stack: Stack, { options, env, data, progress, stopRequest }: Run): Promise<number> {
  const startedAt = performance.now();
  const warnings = new AbortController();
  const showing = showWarnings(data.logFile, (text) => progress.say(text), warnings.signal);
  try {
    const starting = stack.start();
    const first = await Promise.race([starting.then(() => 'started' as const), stopRequest.made]);
    if (first === 'started') {
      progress.say(welcome(options, env, (performance.now() - startedAt) / 1000));
      await stopRequest.made;
    }
    progress.say('\nStopping …');
    // What is still starting would escape a stop that came before it.
    await Promise.race([starting, stopRequest.madeAgain, sleep(startingSeconds * 1000)]).catch(() => undefined);
    return 0;
  } finally {
    await stopStack(stack, stopRequest, progress);
    warnings.abort();
    await showing;
  }
}

async function stopStack(stack: Stack, stopRequest: StopRequest, progress: Progress): Promise<void> {
  let deadline: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    deadline = setTimeout(() => resolve('late'), stopWithinSeconds * 1000);
  });
  const outcome = await Promise.race([stack.stop().then(() => 'stopped' as const), late, stopRequest.madeAgain]);
  clearTimeout(deadline);
  // After a clean stop this finds only what was cut short while it was starting.
  await stack.kill();
  progress.say(outcome === 'stopped' ? 'Stopped.' : 'Stopped by force; the next start repairs what was cut short.');
}

function urlOf({ port }: StartOptions): string {
  return `http://localhost:${port}`;
}

function welcome(options: StartOptions, env: Environment, tookSeconds: number): string {
  const providers = providersWithKeys(env);
  return `
Podium is ready (${tookSeconds.toFixed(1)} s):  ${urlOf(options)}

  Model  ${providers.length > 0 ? providers.join(', ') : `${demoModelLabel}; with a provider's key in the environment real agents work`}
  Data   ${options.dataDir}
  Log    ${join(options.dataDir, 'logs', 'podium.log')}
  Stop   Ctrl-C
`;
}

function explain(error: unknown): string {
  if (error instanceof StartError || error instanceof EmbeddedServerError) return `\n${error.message}\n`;
  return `\nPodium could not start.\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`;
}

function repositoryRoot(): string {
  return fileURLToPath(new URL('../../..', import.meta.url));
}
