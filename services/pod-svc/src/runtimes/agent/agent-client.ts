import { setTimeout as sleep } from 'node:timers/promises';
import { AnswerTooLargeError, boundedBody } from '@podium/service-kit';
import { workspaceEntrySchema, WorkspaceError, workspaceErrorCodes, type WorkspaceEntry } from '@podium/workspace';
import { z } from 'zod';
import { RuntimeError, type WorkspacePart } from '../runtime.ts';

const probeTimeoutMs = 2_000;
const lookTimeoutMs = 10_000;
/** More than the largest folder that an agent of ours tells of: 2,000 names of 255 bytes, all of them escaped. */
const maxAnswerBytes = 4 * 2 ** 20;

const problemSchema = z.object({ code: z.enum(workspaceErrorCodes), message: z.string() });

/** Agents lead nowhere: where one has died, a program of the pod could answer in its place. */
const redirect = 'error';

/** Whether a pod's workspace agent answers as a healthy one. */
export async function isAgentHealthy(endpoint: string, timeoutMs = probeTimeoutMs): Promise<boolean> {
  try {
    const response = await fetch(`${endpoint}/health`, { redirect, signal: AbortSignal.timeout(timeoutMs) });
    await response.body?.cancel();
    return response.ok;
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
 * Asks a pod's workspace agent what is at a path. What answers may be a program of the pod in its place: its answer is
 * read up to a length, and has to be one to what was asked.
 *
 * @throws RuntimeError `pod_not_running` where nothing answers, `agent_answer_invalid`; WorkspaceError
 */
export async function lookByAgent(endpoint: string, token: string, part: WorkspacePart): Promise<WorkspaceEntry> {
  const query = new URLSearchParams({ path: part.path });
  if (part.offset !== undefined) query.set('offset', String(part.offset));
  if (part.limit !== undefined) query.set('limit', String(part.limit));
  const { isOk, text } = await ask(`${endpoint}/v1/entry?${query}`, token);
  const body = jsonOf(text);
  if (!isOk) {
    const problem = problemSchema.safeParse(body);
    if (problem.success) throw new WorkspaceError(problem.data.code, problem.data.message);
    throw invalid();
  }
  const entry = workspaceEntrySchema.safeParse(body);
  if (!entry.success) throw invalid(entry.error);
  if (entry.data.kind === 'file' && part.limit !== undefined && bytesIn(entry.data.content) > part.limit)
    throw invalid();
  return entry.data;
}

async function ask(url: string, token: string): Promise<{ isOk: boolean; text: string }> {
  try {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(url, { headers, redirect, signal: AbortSignal.timeout(lookTimeoutMs) });
    return { isOk: response.ok, text: (await boundedBody(response, maxAnswerBytes)).toString() };
  } catch (cause) {
    if (cause instanceof AnswerTooLargeError) throw invalid(cause);
    throw new RuntimeError('pod_not_running', 'The workspace agent of the pod does not answer.', true, { cause });
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid(cause);
  }
}

/** In a text of base64. */
function bytesIn(content: string): number {
  return Math.floor((content.length * 3) / 4) - 2;
}

function invalid(cause?: unknown): RuntimeError {
  const message = 'What answers in the place of the pod’s workspace agent is none.';
  return new RuntimeError('agent_answer_invalid', message, false, { cause });
}
