import { decodedObject } from '../wire.ts';

/** A message that a consumer could not handle, or that comes after such a one in the same aggregate. */
export interface ParkedReference {
  readonly service: string;
  readonly consumer: string;
  /** Where the message stands. */
  readonly stream: string;
  readonly sequence: number;
  /** Its subject: everything on it is parked for this consumer. */
  readonly subject: string;
  /** RFC 3339. */
  readonly parkedAt: string;
  readonly attempts: number;
  /** Why; absent where it only follows an earlier one. */
  readonly error?: ParkedError;
}

export interface ParkedError {
  readonly name: string;
  readonly code?: string;
  readonly message: string;
  readonly stack?: string;
}

/** A reference with its place in the stream PARKED, by which operators name it. */
export interface ParkedMessage {
  readonly id: number;
  readonly reference: ParkedReference;
}

/** What became of a reference; kept in PARKED beside the references. */
export interface ParkedResolution {
  readonly id: number;
  readonly resolution: 'retried' | 'discarded';
  /** RFC 3339. */
  readonly at: string;
  /** Who asked for it. */
  readonly actor: string;
  /** Why it was discarded. */
  readonly reason?: string;
  readonly reference: ParkedReference;
}

/** @throws UnreadableMessageError */
export function decodedParkedMessage(id: number, data: Uint8Array): ParkedMessage {
  return { id, reference: decodedObject(data, `Parked reference ${id}`) as unknown as ParkedReference };
}

export function describedError(error: unknown): ParkedError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  return {
    name: error.name,
    message: error.message,
    ...('code' in error ? { code: String(error.code) } : {}),
    ...(error.stack ? { stack: error.stack } : {}),
  };
}
