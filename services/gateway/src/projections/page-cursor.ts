import { problemOf } from '@podium/service-kit';
import { z } from 'zod';

/** The last item of a page: when it came, and its id. */
export interface PageCursor {
  readonly time: string;
  readonly id: string;
}

const cursorSchema = z.tuple([z.string(), z.string()]);

/** An opaque text that stands for the end of a page. */
export function encodeCursor({ time, id }: PageCursor): string {
  return Buffer.from(JSON.stringify([time, id])).toString('base64url');
}

/** @throws ProblemError 422 for a text that is no cursor of ours. */
export function decodeCursor(text: string | undefined): PageCursor | undefined {
  if (text === undefined) return undefined;
  const parsed = cursorSchema.safeParse(jsonOf(Buffer.from(text, 'base64url').toString()));
  if (!parsed.success) {
    const message = 'is not one that this list gave';
    throw problemOf('validation_failed', `cursor ${message}`, undefined, { errors: [{ path: 'cursor', message }] });
  }
  const [time, id] = parsed.data;
  return { time, id };
}

/** Undefined for what is no JSON: the schema refuses it. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
