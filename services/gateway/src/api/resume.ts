import { problemOf } from '@podium/service-kit';
import { positionParameterSchema } from './schemas/requests.ts';

/** Where a stream goes on; undefined where the client did not say. @throws ProblemError 422 for what is no number. */
export function resumeAfter(value: unknown): number | undefined {
  if (value === undefined || value === '') return undefined;
  const parsed = positionParameterSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const message = 'must be the id of an event of this stream';
  throw problemOf('validation_failed', `Last-Event-ID ${message}`, undefined, {
    errors: [{ path: 'Last-Event-ID', message }],
  });
}
