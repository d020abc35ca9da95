import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { WorkspaceEntry } from '@podium/workspace';
import pLimit from 'p-limit';
import { opencodeVersion } from '../opencode/opencode-client.ts';
import { checkModel, untilHealthy } from '../opencode/opencode-readiness.ts';
import { defaultModelOf } from '../opencode/opencode-config.ts';
import { opencodeEnvironment } from '../opencode/opencode-environment.ts';
import type { ModelAccess } from '../opencode/model-providers.ts';
import { RuntimeError } from '../runtime.ts';
import type {
  ClearedStray,
  PodExit,
  PodInspection,
  PodSpec,
  ProvisionOptions,
  ReadyPod,
  Runtime,
  WorkspacePart,
} from '../runtime.ts';
import { ExitWatch } from './exit-watch.ts';
import { isMissing } from './system-errors.ts';
import { capLog, lastLines } from './log-file.ts';
import { lookInto } from './look.ts';
import { launchOpencode } from './opencode-server.ts';
import { allPodFolders, podFolder, prepareHome, readPodRecord, removePodRecord, writePodRecord } from './pod-folder.ts';
import type { PodFolder, PodRecord } from './pod-folder.ts';
import { PodOrders } from './pod-orders.ts';
import { endPodProcess, killPodProcess } from './pod-process.ts';
import { isRunning, type ProcessIdentity } from './process-table.ts';
import { clearStrays } from './strays.ts';
import { prepareWorkspace, type WorkspaceOptions } from './workspace.ts';

export interface LocalRuntimeOptions {
  /** Absolute folder; pods are below `projects/`. */
  readonly dataPath: string;
  readonly opencodeProgram: string;
  /** Folder of ripgrep, where Podium brings one. */
  readonly ripgrepPath: string | undefined;
  readonly servicePath: string;
  /** Name under which pods are reached from elsewhere; undefined where everybody is on this machine. */
  readonly podHost?: string | undefined;
  readonly modelAccess: ModelAccess;
  readonly passwordOf: (projectId: string) => string;
  readonly startTimeoutSeconds: number;
  readonly clone: Pick<WorkspaceOptions, 'cloneTimeoutSeconds' | 'cloneProtocols' | 'cloneEnvironment'>;
}

/** Starting takes a processor for a second or two: more at once make all of them late. */
const startsAtOnce = 3;

/** Pods as child processes of this machine: one `opencode serve` for each project, each with its own home. */
export class LocalRuntime implements Runtime {
  readonly name = 'local';
  readonly #options: LocalRuntimeOptions;
  readonly #orders: PodOrders;
  readonly #startLimit = pLimit(startsAtOnce);
  readonly #listeners = new Set<(exit: PodExit) => void>();
  readonly #watch: ExitWatch;
  #hasSuccessor = false;

  constructor(options: LocalRuntimeOptions) {
    this.#options = options;
    this.#orders = new PodOrders(options.dataPath);
    this.#watch = new ExitWatch({
      passwordOf: options.passwordOf,
      onExit: (exit) => this.#listeners.forEach((listener) => listener(exit)),
      inOrder: (projectId, work) => this.#orders.inTurn(projectId, work),
    });
  }

  /** The last process of the service that ends takes the pods with it. */
  get podsOutliveService(): boolean {
    return this.#hasSuccessor;
  }

  async open(): Promise<void> {
    await mkdir(this.#options.dataPath, { recursive: true, mode: 0o700 });
    await this.#orders.open();
    const folders = await allPodFolders(this.#options.dataPath);
    await Promise.all(folders.map((folder) => this.#orders.unlessBusy(folder.projectId, () => this.#adopt(folder))));
    this.#watch.start();
  }

  async provision(spec: PodSpec, options: ProvisionOptions): Promise<ReadyPod> {
    const folder = this.#folder(spec.projectId);
    return this.#orders.start(spec.projectId, options.signal, (signal) =>
      this.#provide(folder, spec, { ...options, signal }),
    );
  }

  async stop(projectId: string): Promise<void> {
    const folder = this.#folder(projectId);
    await this.#orders.end(projectId, () => this.#end(folder));
  }

  async delete(projectId: string): Promise<void> {
    const folder = this.#folder(projectId);
    await this.#orders.end(projectId, async () => {
      await this.#end(folder);
      await removeTree(folder.path);
    });
  }

  async inspect(projectId: string): Promise<PodInspection | undefined> {
    const folders = await allPodFolders(this.#options.dataPath);
    const folder = folders.find((candidate) => candidate.projectId === projectId);
    return folder && inspectFolder(folder);
  }

  async list(): Promise<readonly PodInspection[]> {
    return Promise.all((await allPodFolders(this.#options.dataPath)).map(inspectFolder));
  }

  clearStrays(): Promise<readonly ClearedStray[]> {
    // Each in its turn: a start that is under way has its record when this looks.
    return clearStrays(this.#options.dataPath, (projectId, work) => this.#orders.unlessBusy(projectId, work));
  }

  onExit(listener: (exit: PodExit) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  logs(projectId: string, options: { readonly lines: number }): Promise<readonly string[]> {
    return lastLines(this.#folder(projectId).log, options.lines);
  }

  look(projectId: string, part: WorkspacePart): Promise<WorkspaceEntry> {
    return lookInto(this.#folder(projectId), part, this.#options.servicePath);
  }

  async close(): Promise<void> {
    this.#hasSuccessor = await this.#orders.close();
    await this.#watch.stop();
  }

  #folder(projectId: string): PodFolder {
    return podFolder(this.#options.dataPath, projectId);
  }

  /** Takes over what an earlier service started, if it still answers to our password. */
  async #adopt(folder: PodFolder): Promise<void> {
    const record = await readPodRecord(folder);
    if (!record) return;
    if (record.endpoint && (await isRunning(record)) && (await this.#answers(record.endpoint, folder.projectId))) {
      this.#watch.add({ folder, record });
      return;
    }
    await killPodProcess(folder, record);
    if (!record.endpoint) await removePodRecord(folder);
  }

  /** A busy machine can make one answer late: a living pod is worth three questions. */
  async #answers(endpoint: string, projectId: string): Promise<boolean> {
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      const address = { endpoint, password: this.#options.passwordOf(projectId) };
      if ((await opencodeVersion(address, 3_000)) !== undefined) return true;
    }
    return false;
  }

  async #provide(folder: PodFolder, spec: PodSpec, options: ProvisionOptions): Promise<ReadyPod> {
    if (this.#orders.isClosed) throw new RuntimeError('runtime_closed', 'Podium is stopping.', true);
    const { signal } = options;
    if (signal.aborted) throw new RuntimeError('aborted', 'The pod was stopped before it started.', true);
    const running = await this.#running(folder, spec.generation);
    if (running) return running;
    await this.#end(folder);
    await prepareWorkspace(folder, spec.origin, { ...this.#options.clone, signal, onProgress: options.onProgress });
    return this.#startLimit(() => this.#start(folder, spec, signal));
  }

  async #running(folder: PodFolder, generation: number): Promise<ReadyPod | undefined> {
    const record = await readPodRecord(folder);
    if (record?.generation !== generation || !record.endpoint || !record.version) return undefined;
    if (!(await isRunning(record)) || !(await this.#answers(record.endpoint, folder.projectId))) return undefined;
    this.#watch.add({ folder, record });
    return readyPod(folder, { ...record, endpoint: record.endpoint, version: record.version });
  }

  async #start(folder: PodFolder, spec: PodSpec, signal: AbortSignal): Promise<ReadyPod> {
    const { modelAccess, passwordOf, startTimeoutSeconds } = this.#options;
    const password = passwordOf(spec.projectId);
    const timeoutMs = startTimeoutSeconds * 1000;
    let spawned: ProcessIdentity | undefined;
    await prepareHome(folder);
    await capLog(folder.log);
    const remember = (identity: ProcessIdentity, found?: { endpoint: string; version: string }): Promise<PodRecord> => {
      spawned = identity;
      return writePodRecord(folder, { projectId: spec.projectId, generation: spec.generation, ...identity, ...found });
    };
    try {
      const server = await launchOpencode({
        program: this.#options.opencodeProgram,
        workspacePath: folder.workspace,
        environment: this.#environment(folder, password),
        logPath: folder.log,
        publicHost: this.#options.podHost,
        startTimeoutSeconds,
        signal,
        onSpawned: remember,
      });
      const { endpoint } = server;
      const version = await untilHealthy({ endpoint, password }, timeoutMs, signal);
      await checkModel({ endpoint, password }, folder.workspace, defaultModelOf(modelAccess), timeoutMs);
      if (signal.aborted) throw new RuntimeError('aborted', 'The pod was stopped while it started.', true);
      const record = await remember(server.identity, { endpoint, version });
      this.#watch.add({ folder, record, end: server.end });
      return readyPod(folder, { ...record, endpoint, version });
    } catch (error) {
      if (spawned) await killPodProcess(folder, spawned);
      await removePodRecord(folder);
      throw error;
    }
  }

  #environment(folder: PodFolder, password: string): Record<string, string> {
    const { modelAccess, ripgrepPath, servicePath } = this.#options;
    const paths = { podPath: folder.path, workspacePath: folder.workspace };
    return opencodeEnvironment({ ...paths, password, modelAccess, ripgrepPath, servicePath });
  }

  async #end(folder: PodFolder): Promise<void> {
    this.#watch.remove(folder.projectId);
    await endPodProcess(folder, this.#options.passwordOf(folder.projectId));
  }
}

async function inspectFolder(folder: PodFolder): Promise<PodInspection> {
  const { projectId } = folder;
  const record = await readPodRecord(folder);
  if (!record) return { status: 'stopped', projectId };
  const { generation, endpoint, version } = record;
  if (!(await isRunning(record))) return { status: 'exited', projectId, generation };
  if (!endpoint || !version) return { status: 'starting', projectId, generation };
  return { status: 'running', ...readyPod(folder, { generation, endpoint, version }) };
}

function readyPod(folder: PodFolder, found: { generation: number; endpoint: string; version: string }): ReadyPod {
  const { generation, endpoint, version } = found;
  return { projectId: folder.projectId, generation, endpoint, workspacePath: folder.workspace, version };
}

/** Tools leave folders behind that not even their owner may change (Go's module cache does): give the right first. */
async function removeTree(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    if (isMissing(error)) return;
    await promisify(execFile)('chmod', ['-R', 'u+rwX', path]);
    await rm(path, { recursive: true, force: true, maxRetries: 3 });
  }
}
