import { expect } from '@playwright/test';
import type { TaskStatusName } from '@podium/board';
import { ApiError, type OutputEvent, type PodiumApi, type StackUnderTest, type TaskRef } from '@podium/stack-driver';

/** What a person finds after a run, without the times and ids that differ from one run to the next. */
export interface Outcome {
  status: TaskStatusName;
  activeSession: string | null;
  sessions: { status: string; preview: string | null }[];
  /** Text of the file that the task asks for. */
  readme: string | null;
  output: { inOrderWithoutGap: boolean; lastType: string | undefined };
}

export async function readOutcome(stack: StackUnderTest, api: PodiumApi, task: TaskRef): Promise<Outcome> {
  const [view, sessions, output, readme] = await Promise.all([
    api.task(task),
    api.sessions(task),
    readOutput(api, task),
    stack.readFile(task.project_id, 'README.md'),
  ]);
  return {
    status: view.status,
    activeSession: view.active_session_id,
    sessions: sessions.map(({ status, preview }) => ({ status, preview })),
    readme,
    output: {
      inOrderWithoutGap: output.every(({ number }, index) => number === index + 1),
      lastType: output.at(-1)?.type,
    },
  };
}

export async function readOutput(api: PodiumApi, task: TaskRef): Promise<OutputEvent[]> {
  const events: OutputEvent[] = [];
  for await (const event of api.output(task, { signal: AbortSignal.timeout(30_000) })) events.push(event);
  return events;
}

/** Waits through restarts, while the API may be away. */
export async function expectStatus(
  api: PodiumApi,
  task: TaskRef,
  status: TaskStatusName,
  timeoutSeconds = 90,
): Promise<void> {
  const current = async () => (await whenAway(api.task(task)))?.status ?? 'away';
  await expect.poll(current, { timeout: timeoutSeconds * 1000 }).toBe(status);
}

/** Waits until the agent has said something. */
export async function expectOutput(api: PodiumApi, task: TaskRef): Promise<void> {
  const begun = async () => {
    const { signal, abort } = abortable();
    try {
      for await (const event of api.output(task, { signal })) if (event.type === 'output') return true;
      return false;
    } catch (error) {
      if (error instanceof ApiError) return false;
      throw error;
    } finally {
      abort();
    }
  };
  await expect.poll(begun, { timeout: 60_000 }).toBe(true);
}

/** Undefined while nothing answers or the service says that it is not ready. */
export async function whenAway<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof TypeError || (error instanceof ApiError && error.status >= 500)) return undefined;
    throw error;
  }
}

function abortable(): { signal: AbortSignal; abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}
