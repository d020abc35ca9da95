import { setTimeout as sleep } from 'node:timers/promises';
import { workspaceEntrySchema, WorkspaceError, workspaceErrorCodes, type WorkspaceEntry } from '@podium/workspace';
import { z } from 'zod';
import { RuntimeError, type WorkspacePart } from '../runtime.ts';

const probeTimeoutMs = 2_000;
const lookTimeoutMs = 10_000;

const problemSchema = z.object({ code: z.enum(workspaceErrorCodes), message: z.string() });

/** Agents lead nowhere: where one has died, a program of the pod could answer in its place. */
const redirect = 'error';

/** Whether a pod's workspace agent answers as a healthy one. */
export async function isAgentHealthy(endpoint: string, timeoutMs = probeTimeoutMs): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/health`, { redirect, signal: AbortSignal.timeout(timeoutMs) })).ok;
  } catch {
    // Refused, reset, too late: to one who asks for its health all of these are the answer "no".
    return false;
  }
}

/** @throws RuntimeError `start_timeout` or `aborted`. */
export async function untilAgentHealthy(endpoint: string, timeoutMs: number, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await isAgentHealthy(endpoint))) {
    if (signal.aborted) throw new RuntimeError('aborted', 'The pod was stopped while it started.', true);
    if (performance.now() > deadline) {
      throw new RuntimeError('start_timeout', 'The workspace agent does not answer as healthy.', true);
    }
    await sleep(100);
  }
}

/**
 * Asks a pod's workspace agent what is at a path.
 * @throws RuntimeError `pod_not_running` where nothing answers; WorkspaceError
 */
export async function lookByAgent(endpoint: string, token: string, part: WorkspacePart): Promise<WorkspaceEntry> {
  const query = new URLSearchParams({ path: part.path });
  if (part.offset !== undefined) query.set('offset', String(part.offset));
  if (part.limit !== undefined) query.set('limit', String(part.limit));
  const response = await ask(`${endpoint}/v1/entry?${query}`, token);
  const body: unknown = await response.json();
  if (response.ok) return workspaceEntrySchema.parse(body);
  const problem = problemSchema.safeParse(body);
  if (problem.success) throw new WorkspaceError(problem.data.code, problem.data.message);
  throw new Error(`The workspace agent answered ${response.status}`);
}

async function ask(url: string, token: string): Promise<Response> {
  try {
    const headers = { authorization: `Bearer ${token}` };
    return await fetch(url, { headers, redirect, signal: AbortSignal.timeout(lookTimeoutMs) });
  } catch (cause) {
    throw new RuntimeError('pod_not_running', 'The workspace agent of the pod does not answer.', true, { cause });
  }
}
