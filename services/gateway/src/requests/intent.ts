import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { derivedId } from '@podium/event-sourcing';
import { problemOf } from '@podium/service-kit';
import { createHash, randomUUID } from 'node:crypto';
import type { Request } from 'express';
import { personOf } from '../identity/person.ts';

/** Who wants something done, and what makes wanting it twice the same as wanting it once. */
export interface Intent {
  readonly actor: string;
  /** Id of the request event. */
  readonly requestId: string;
  /** Whether the client gave an `Idempotency-Key`, so that there may be an earlier answer. */
  readonly isRepeatable: boolean;
  /** What the body says, in short, where the request may be repeated. */
  readonly fingerprint?: string | undefined;
  readonly traceparent?: string | undefined;
  /** Id of a new aggregate of that kind: the same for the same key, another one each time without. */
  newId(kind: 'project' | 'task' | 'session' | 'prompt' | 'comment' | 'attachment'): string;
}

const keyPattern = /^[\x21-\x7e]{1,255}$/;
/** Source: W3C Trace Context, version 00. */
const traceparentPattern = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The intent behind an HTTP request. @throws ProblemError 422 where the `Idempotency-Key` can't be one. */
export function intentOf(request: Request): Intent {
  const key = request.get('idempotency-key');
  if (key !== undefined && !keyPattern.test(key)) {
    const message = 'must be 1 to 255 visible ASCII characters';
    throw problemOf('validation_failed', `Idempotency-Key ${message}`, undefined, {
      errors: [{ path: 'Idempotency-Key', message }],
    });
  }
  const actor = `user:${personOf(request).id}`;
  // Nobody can repeat what has no key: random ids are as good as derived ones, and cheaper.
  const idOf = (kind: string): string =>
    key === undefined ? randomUUID() : derivedId(actor, `${request.method} ${request.path}`, key, kind);
  return {
    actor,
    requestId: idOf('request'),
    isRepeatable: key !== undefined,
    fingerprint: key === undefined ? undefined : fingerprintOf(request.body),
    traceparent: traceparentOf(request),
    newId: idOf,
  };
}

/** It goes into the log as it is: what is none is left out, as the standard says. */
function traceparentOf(request: Request): string | undefined {
  const value = request.get('traceparent');
  return value !== undefined && traceparentPattern.test(value) ? value : undefined;
}

/** The part of an intent that is about one of several things. */
export function partOf(intent: Intent, name: string): Intent {
  return { ...intent, requestId: derivedId(intent.requestId, name) };
}

/** The same for bodies that say the same, in whatever order. */
function fingerprintOf(body: unknown): string {
  const sorted = (_key: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value;
  return createHash('sha256')
    .update(JSON.stringify(body, sorted) ?? '')
    .digest('base64url');
}

/** Injects the {@link Intent} of the request into a controller's method. */
export const IntentOf = createParamDecorator((_: unknown, context: ExecutionContext) =>
  intentOf(context.switchToHttp().getRequest<Request>()),
);
