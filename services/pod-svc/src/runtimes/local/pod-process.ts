import { disposeOpencode, type OpencodeAddress } from '../opencode/opencode-client.ts';
import { podMarker } from '../opencode/opencode-environment.ts';
import { readPodRecord, removePodRecord, type PodFolder } from './pod-folder.ts';
import { isRunning, killEverything, signalProcess, waitUntilGone, type ProcessIdentity } from './process-table.ts';

const disposeTimeoutMs = 2_000;
const terminateTimeoutMs = 1_000;

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

/** A server that hangs or is already ending does not keep it from being ended. */
async function disposeIfItAnswers(address: OpencodeAddress): Promise<void> {
  await Promise.allSettled([disposeOpencode(address, disposeTimeoutMs)]);
}
