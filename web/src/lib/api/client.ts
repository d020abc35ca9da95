import { goToSignIn, wantsSignIn } from './sign-in.ts';
import { ProblemError, problemOf, unreachable } from './problem.ts';

interface RequestOptions {
  method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  body?: unknown;
  /** A body that is sent as it is, with its own content type. */
  file?: Blob;
  signal?: AbortSignal;
  /** The answer must not be older than this position of the log. */
  notBefore?: number;
}

/** An answer with the position of the log that it reflects; 0 where the server did not say. */
export interface Answer<T> {
  /** Null where a write was settled so late that only its outcome is known. */
  value: T | null;
  position: number;
}

/** A write whose outcome has not come in time; it can be followed. */
interface Pending {
  request_id: string;
  status: 'pending' | 'accepted' | 'unchanged' | 'rejected';
  follow?: string;
  position?: number;
  code?: string;
  detail?: string;
}

const followSteps = 40;
const followStepMs = 500;

/**
 * Calls the gateway under `/api`. Writes carry an idempotency key, so that the same press of a button never acts twice.
 * Throws a ProblemError for every refusal and for a lost connection.
 */
export async function callApi<T>(path: string, options: RequestOptions = {}): Promise<Answer<T>> {
  const response = await send(path, options);
  const body = response.status === 204 ? null : await readJson(response);
  if (wantsSignIn(response.status, body)) goToSignIn();
  if (!response.ok) throw new ProblemError(problemOf(response.status, body));
  if (response.status === 202 && isPending(body)) return { value: null, position: await follow(body) };
  return { value: body as T | null, position: Number(response.headers.get('Podium-Position') ?? 0) };
}

/** A path under `/api` with its parts escaped. */
export function apiPath(...parts: string[]): string {
  return parts.map(encodeURIComponent).join('/');
}

/** Asks until a late write is settled; its position, or a ProblemError where it was refused or stays open. */
async function follow(pending: Pending): Promise<number> {
  const path = (pending.follow ?? '').replace(/^\/api\//, '');
  for (let step = 0; step < followSteps; step += 1) {
    await new Promise((resolve) => setTimeout(resolve, followStepMs));
    const outcome = (await readJson(await send(path, {}))) as Pending;
    if (outcome.status === 'rejected') throw new ProblemError(problemOf(409, outcome));
    if (outcome.status !== 'pending') return outcome.position ?? 0;
  }
  throw new ProblemError({
    title: 'No outcome yet',
    status: 202,
    detail: 'The request is kept and will be decided; its effect appears by itself.',
    code: 'pending',
    fields: {},
  });
}

function isPending(body: unknown): body is Pending {
  return typeof body === 'object' && body !== null && 'request_id' in body && 'follow' in body;
}

async function send(
  path: string,
  { method = 'GET', body, file, signal, notBefore }: RequestOptions,
): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (method !== 'GET') headers['Idempotency-Key'] = newKey();
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (file) headers['Content-Type'] = file.type || 'application/octet-stream';
  if (notBefore) headers['If-Position'] = String(notBefore);
  try {
    return await fetch(`/api/${path}`, {
      method,
      headers,
      cache: 'no-store',
      ...(signal ? { signal } : {}),
      ...(file ? { body: file } : body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ProblemError(unreachable(), { cause: error });
  }
}

async function readJson(response: Response): Promise<unknown> {
  const body = await response.text();
  try {
    return body ? JSON.parse(body) : null;
  } catch (error) {
    if (!response.ok) return null;
    throw new ProblemError(problemOf(response.status, { title: 'The server’s answer can’t be read' }), {
      cause: error,
    });
  }
}

/** `crypto.randomUUID` exists on secure origins only; a phone on the home network is not one. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
