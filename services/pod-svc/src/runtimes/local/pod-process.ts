import { setTimeout as sleep } from 'node:timers/promises';
import { disposeOpencode, opencodeModels, opencodeVersion, type OpencodeAddress } from '../opencode/opencode-client.ts';
import { podMarker } from '../opencode/opencode-environment.ts';
import { RuntimeError } from '../runtime.ts';
import { readPodRecord, removePodRecord, type PodFolder } from './pod-folder.ts';
import { isRunning, killEverything, signalProcess, waitUntilGone, type ProcessIdentity } from './process-table.ts';

const disposeTimeoutMs = 2_000;
const terminateTimeoutMs = 1_000;
const probeTimeoutMs = 2_000;

/**
 * Ends the process of a pod in the order that loses nothing: let OpenCode end its agents and their commands, ask it to
 * end, kill what is left. Does nothing where nothing runs.
 */
export async function endPodProcess(folder: PodFolder, password: string): Promise<void> {
  const record = await readPodRecord(folder);
  if (!record) return;
  if (await isRunning(record)) {
    if (record.endpoint) await disposeIfItAnswers({ endpoint: record.endpoint, password });
    signalProcess(-record.pid, 'SIGTERM');
    await waitUntilGone(record, terminateTimeoutMs);
  }
  await killPodProcess(folder, record);
  await removePodRecord(folder);
}

/** Kills the pod's process, its group and the commands that its agent left behind. */
export function killPodProcess(folder: PodFolder, leader: ProcessIdentity): Promise<void> {
  return killEverything(leader, { name: podMarker, value: folder.path });
}

/** @throws RuntimeError `start_timeout` or `aborted`. */
export async function untilHealthy(address: OpencodeAddress, timeoutMs: number, signal: AbortSignal): Promise<string> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const version = await opencodeVersion(address, probeTimeoutMs);
    if (version !== undefined) return version;
    if (signal.aborted) throw new RuntimeError('aborted', 'The pod was stopped while it started.', true);
    if (performance.now() > deadline) {
      throw new RuntimeError('start_timeout', 'OpenCode listens, but does not answer as healthy.', true);
    }
    await sleep(100);
  }
}

/** Prepares the workspace in the server as well, so that the first prompt does not wait for it. */
export async function checkModel(
  address: OpencodeAddress,
  workspacePath: string,
  model: string,
  timeoutMs: number,
): Promise<void> {
  const models = await modelsOf(address, workspacePath, timeoutMs);
  if (models.includes(model)) return;
  const provider = model.slice(0, model.indexOf('/') + 1);
  const known = models.filter((name) => name.startsWith(provider)).slice(0, 10);
  const hint = known.length > 0 ? `Known are for example ${known.join(', ')}.` : 'No key of that provider is set.';
  throw new RuntimeError('model_unavailable', `OpenCode does not offer the model ${model}. ${hint}`, false);
}

async function modelsOf(address: OpencodeAddress, workspacePath: string, timeoutMs: number): Promise<string[]> {
  try {
    return await opencodeModels(address, workspacePath, timeoutMs);
  } catch (cause) {
    const message = `OpenCode does not open the workspace: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new RuntimeError('start_failed', message, true, { cause });
  }
}

/** A server that hangs or is already ending does not keep it from being ended. */
async function disposeIfItAnswers(address: OpencodeAddress): Promise<void> {
  await Promise.allSettled([disposeOpencode(address, disposeTimeoutMs)]);
}
