import { problemFromError, toProblemDetails } from '@podium/service-kit';
import type { Socket } from 'socket.io';
import { RateLimit } from '../api/rate-limit.ts';
import { personOf } from '../identity/person.ts';

/** @param perMinute messages of one person */
export function messageLimit(perMinute: number): RateLimit {
  const refusal = 'That were more messages than Podium takes at once. Try again in a moment.';
  return new RateLimit({ points: perMinute, seconds: 60, refusal });
}

/** Answers what a client sends beyond its person's limit with an error, before anything is done for it. */
export function limitMessages(socket: Socket, limit: RateLimit): void {
  socket.use(([, ...parts], next) => {
    limit.take(personOf(socket.request).id).then(
      () => next(),
      (error: unknown) => {
        const reply: unknown = parts.at(-1);
        if (typeof reply === 'function') reply({ error: toProblemDetails(problemFromError(error)) });
      },
    );
  });
}
