import { types } from 'node:util';
import { withoutSecrets } from '../container/workspace-trouble.ts';
import { RuntimeError } from '../runtime.ts';

/** Whether an error is the engine's answer with that HTTP status. */
export function isStatus(error: unknown, status: number): boolean {
  return statusOf(error) === status;
}

/** Waits for requests to the engine, and says in one sentence for a person why one of them failed. */
export async function inWords<T>(requests: Promise<T>): Promise<T> {
  try {
    return await requests;
  } catch (error) {
    throw runtimeErrorOf(error);
  }
}

/** What is a RuntimeError already, or no failure of the engine at all, stays as it is. */
function runtimeErrorOf(error: unknown): unknown {
  if (!types.isNativeError(error) || error instanceof RuntimeError || error instanceof TypeError) return error;
  const status = statusOf(error);
  const words = withoutSecrets(wordsOf(error));
  if (status === undefined) {
    const message = `The Docker engine can't be reached: ${words}. Is it running, and may Podium use its socket?`;
    return new RuntimeError('engine_unavailable', message, true, { cause: error });
  }
  if (/address pools|no available network/i.test(words)) {
    return new RuntimeError('quota_exceeded', `Docker has no room for another network: ${words}`, true, {
      cause: error,
    });
  }
  return new RuntimeError('engine_refused', `The Docker engine refused (${status}): ${words}`, status >= 500, {
    cause: error,
  });
}

function statusOf(error: unknown): number | undefined {
  const status: unknown = types.isNativeError(error) && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' ? status : undefined;
}

/** The engine puts its own sentence into `json.message`; the error's message has it inside of more. */
function wordsOf(error: Error): string {
  const json: unknown = 'json' in error ? error.json : undefined;
  const message: unknown =
    typeof json === 'object' && json !== null && 'message' in json ? json.message : error.message || String(error);
  return String(message).trim();
}
