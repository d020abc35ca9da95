import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Environment } from '@podium/service-kit';
import { eventually, freePort } from '@podium/testing';

/** The compiled program: the sources can't be run without the tests' transformer. */
const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** session-svc as a process of its own, for tests that kill it. */
export class DoomedService {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Returns once the service is ready. */
  static async start(env: Environment): Promise<DoomedService> {
    const port = await freePort();
    const child = spawn(process.execPath, [program], {
      env: { PATH: process.env['PATH'], ...env, HTTP_HOST: '127.0.0.1', HTTP_PORT: String(port) },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const isReady = async (): Promise<boolean> => {
      if (child.exitCode !== null) throw new Error(`The service ended with ${child.exitCode}`);
      return fetch(`http://127.0.0.1:${port}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    };
    await eventually(isReady, { timeoutSeconds: 30 });
    return new DoomedService(child);
  }

  /** It does not run any more until {@link letGo}, as on a machine that sleeps. */
  hold(): void {
    this.#child.kill('SIGSTOP');
  }

  letGo(): void {
    this.#child.kill('SIGCONT');
  }

  /** SIGKILL, as a crash. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }
}
