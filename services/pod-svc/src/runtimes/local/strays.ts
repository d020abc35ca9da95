import { basename, join } from 'node:path';
import { podMarker } from '../opencode/opencode-environment.ts';
import type { ClearedStray } from '../runtime.ts';
import { podFolder, readPodRecord } from './pod-folder.ts';
import { isRunning, killEverything, markedPods, markedProcesses } from './process-table.ts';

/**
 * Ends what carries the mark of a pod that does not run: left behind by a service that died between starting a process
 * and writing it down, or by the commands of an agent. Linux only; elsewhere nobody can tell.
 */
export async function clearStrays(
  dataPath: string,
  unlessBusy: (projectId: string, work: () => Promise<ClearedStray>) => Promise<ClearedStray | undefined>,
): Promise<readonly ClearedStray[]> {
  const paths = await markedPods(podMarker, join(dataPath, 'projects'));
  const projectIds = paths.map((path) => basename(path));
  const cleared = await Promise.all(
    projectIds.map((projectId) => unlessBusy(projectId, () => clearStraysOf(dataPath, projectId))),
  );
  return cleared.filter((stray) => stray !== undefined).filter(({ processes }) => processes > 0);
}

/** Nothing of a pod that runs is a stray: its agent may have started anything. */
async function clearStraysOf(dataPath: string, projectId: string): Promise<ClearedStray> {
  const folder = podFolder(dataPath, projectId);
  const record = await readPodRecord(folder);
  if (record && (await isRunning(record))) return { projectId, processes: 0 };
  const strays = await markedProcesses(podMarker, folder.path);
  if (strays.length > 0) await killEverything(undefined, { name: podMarker, value: folder.path });
  return { projectId, processes: strays.length };
}
