import { AbortError, ApiException, FetchError } from '@kubernetes/client-node';
import { RuntimeError } from '../../runtime.ts';

/** What is known of a request that the cluster's API did not carry out. */
export interface ClusterFailure {
  /** HTTP status; undefined where there was no answer. */
  readonly status?: number;
  /** The API server's own sentence, or the network's. */
  readonly message: string;
  /** How long the API server wants to be left alone. */
  readonly retryAfterSeconds?: number;
}

/** Undefined for an error that neither the API server nor the way to it caused. */
export function clusterFailureOf(error: unknown): ClusterFailure | undefined {
  if (error instanceof FetchError || isTimeout(error)) return { message: error.message };
  if (!(error instanceof ApiException)) return undefined;
  const retryAfter = Number(headerOf(error.headers, 'retry-after'));
  return {
    status: error.code,
    message: messageOf(error.body) ?? `HTTP status ${error.code}`,
    ...(retryAfter > 0 ? { retryAfterSeconds: retryAfter } : {}),
  };
}

export function isStatus(error: unknown, status: number): boolean {
  return error instanceof ApiException && error.code === status;
}

/** Whether the same request may succeed a little later. */
export function isPassing({ status }: ClusterFailure): boolean {
  return status === undefined || status === 409 || status === 429 || status >= 500;
}

/** One sentence for a person, with the cluster's own words, and whether asking again helps. Other errors stay. */
function runtimeErrorOf(error: unknown): unknown {
  const failure = clusterFailureOf(error);
  if (!failure) return error;
  const { status, message } = failure;
  const options = { cause: error };
  if (status === 403 && /exceeded quota/.test(message)) {
    return new RuntimeError(
      'quota_exceeded',
      `The quota of the cluster's namespace is used up: ${message}`,
      true,
      options,
    );
  }
  if (status === 401 || status === 403) {
    return new RuntimeError('forbidden', `The cluster does not let Podium do this: ${message}`, false, options);
  }
  if (isPassing(failure)) {
    return new RuntimeError(
      'cluster_unavailable',
      `The cluster's API gave no answer to use: ${message}`,
      true,
      options,
    );
  }
  return new RuntimeError('cluster_refused', `The cluster refused the pod: ${message}`, false, options);
}

function isTimeout(error: unknown): error is Error {
  return error instanceof AbortError || (error instanceof Error && error.name === 'TimeoutError');
}

/** Bodies are `Status` objects, as text or already parsed; a proxy in between may answer with anything. */
function messageOf(body: unknown): string | undefined {
  if (typeof body === 'string') {
    const text = body.trim();
    if (!text.startsWith('{')) return text.slice(0, 500) || undefined;
    try {
      return messageOf(JSON.parse(text));
    } catch (error) {
      if (error instanceof SyntaxError) return text.slice(0, 500);
      throw error;
    }
  }
  if (typeof body !== 'object' || body === null || !('message' in body)) return undefined;
  return typeof body.message === 'string' && body.message !== '' ? body.message : undefined;
}

function headerOf(headers: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
}

/** Whatever the cluster says to a request becomes an error that a person can read. @throws RuntimeError */
export async function inWords<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw runtimeErrorOf(error);
  }
}
