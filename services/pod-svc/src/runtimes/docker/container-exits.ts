import type { ContainerInspectInfo } from 'dockerode';
import { serverIdOf } from './agent-spec.ts';
import { generationLabel } from './specs.ts';
import { label } from '../container/names.ts';
import type { PodExit } from '../runtime.ts';

/** Tells once of each server's container that came to an end that nobody here asked for. */
export class ContainerExits {
  readonly #listeners = new Set<(exit: PodExit) => void>();
  /** Ids of containers whose end is expected, or told. */
  readonly #noted = new Set<string>();

  /** Returns how to end the subscription. */
  subscribe(listener: (exit: PodExit) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** This container's end is no news: someone ends it, or waits for it. */
  expect(id: string): void {
    this.#noted.add(id);
  }

  /** From now on its end is news. */
  watch(id: string): void {
    this.#noted.delete(id);
  }

  tell(container: ContainerInspectInfo, why?: string): void {
    const { Id, Config } = container;
    const projectId = Config.Labels[label.projectId];
    if (projectId === undefined || this.#noted.has(Id)) return;
    this.#noted.add(Id);
    const of = serverIdOf(container) ? ' of the workspace agent' : '';
    const message = why ?? `${endOf(container)}${of}`;
    const exit = { projectId, generation: Number(Config.Labels[generationLabel] ?? 0), message };
    this.#listeners.forEach((listener) => listener(exit));
  }
}

/** How a container came to its end, as a phrase for a person. */
export function endOf({ State, HostConfig }: ContainerInspectInfo): string {
  if (State.OOMKilled) {
    const mebibytes = Math.round((HostConfig.Memory ?? 0) / 2 ** 20);
    return `using more memory than it may (${mebibytes} MiB), exit code ${State.ExitCode}`;
  }
  return `exit code ${State.ExitCode}${State.Error ? `: ${State.Error}` : ''}`;
}
