import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isMissing } from './system-errors.ts';

/** Paths of one project's pod. Everything that a pod has on disk is below `path`. */
export interface PodFolder {
  readonly projectId: string;
  readonly path: string;
  readonly workspace: string;
  readonly home: string;
  readonly temporary: string;
  /** Output of the server. */
  readonly log: string;
  /** Log that OpenCode writes by itself. */
  readonly opencodeLog: string;
  /** What a restarted service needs to find the pod's process again. */
  readonly record: string;
}

/** Project ids come from requests: nothing else may become part of a path. */
const projectIdPattern = /^[a-z0-9-]{1,64}$/;

/** @throws TypeError for an id that can't be the name of a folder. */
export function podFolder(dataPath: string, projectId: string): PodFolder {
  if (!projectIdPattern.test(projectId)) throw new TypeError(`"${projectId}" is no project id`);
  const path = join(dataPath, 'projects', projectId);
  return {
    projectId,
    path,
    workspace: join(path, 'workspace'),
    home: join(path, 'home'),
    temporary: join(path, 'tmp'),
    log: join(path, 'opencode.log'),
    opencodeLog: join(path, 'home', 'data', 'opencode', 'log', 'opencode.log'),
    record: join(path, 'pod.json'),
  };
}

/** Folders of all projects that have one. */
export async function allPodFolders(dataPath: string): Promise<PodFolder[]> {
  try {
    const entries = await readdir(join(dataPath, 'projects'), { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && projectIdPattern.test(entry.name))
      .map((entry) => podFolder(dataPath, entry.name));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

const podRecordSchema = z.object({
  projectId: z.string(),
  generation: z.int(),
  pid: z.int().positive(),
  began: z.string(),
  /** Absent until the server answers. */
  endpoint: z.string().optional(),
  version: z.string().optional(),
});

/** A started process, as written down for whoever looks after it next. */
export type PodRecord = z.infer<typeof podRecordSchema>;

/** Undefined where no process was started, or where the file can't be understood (a disk that was full). */
export async function readPodRecord(folder: PodFolder): Promise<PodRecord | undefined> {
  try {
    const parsed = podRecordSchema.safeParse(JSON.parse(await readFile(folder.record, 'utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Replaces the record whole, and returns it. */
export async function writePodRecord(folder: PodFolder, record: PodRecord): Promise<PodRecord> {
  const next = `${folder.record}.next`;
  await writeFile(next, JSON.stringify(record), { mode: 0o600 });
  await rename(next, folder.record);
  return record;
}

export async function removePodRecord(folder: PodFolder): Promise<void> {
  await rm(folder.record, { force: true });
}

/**
 * Makes the server's own folders. The seeded configuration folder keeps OpenCode from running `npm install` at each
 * start; the git identity is for commits of the agent.
 */
export async function prepareHome(folder: PodFolder): Promise<void> {
  const config = join(folder.home, 'config', 'opencode');
  await rm(folder.temporary, { recursive: true, force: true });
  for (const path of [join(config, 'node_modules'), folder.temporary]) {
    await mkdir(path, { recursive: true, mode: 0o700 });
  }
  await writeFile(
    join(config, 'package-lock.json'),
    JSON.stringify({ packages: { '': { dependencies: { '@opencode-ai/plugin': '*' } } } }),
  );
  await writeFile(
    join(folder.home, '.gitconfig'),
    '[user]\n\tname = Podium\n\temail = agent@podium.invalid\n[init]\n\tdefaultBranch = main\n',
  );
}
