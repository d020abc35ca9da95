import type { Msg } from 'nats';

/** Where the client keeps what came over the wire; not part of its contract, so it may be missing. */
interface Received {
  readonly _rdata?: unknown;
  readonly _msg?: { readonly hdr?: unknown };
}

const end = '\r\n';
const protocol = 'NATS/1.0';

/**
 * The headers of a received message, for the few that are asked for. The client checks and keeps every one of them first,
 * which for a delivery that nobody wants is most of what it costs.
 * Source: https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-4.md
 */
export class MessageHeaders {
  /** All lines; undefined where only the client can tell. */
  readonly #text: string | undefined;
  readonly #message: Msg;

  constructor(message: Msg) {
    this.#message = message;
    this.#text = receivedText(message);
  }

  /** Status of a message from the server itself; 0 where it has none. */
  get code(): number {
    if (this.#text === undefined) return this.#message.headers?.code ?? 0;
    return Number.parseInt(this.#text.slice(protocol.length, this.#text.indexOf(end)), 10) || 0;
  }

  /** The first value under a name, which is spelt as its writer spelt it; undefined where it is missing or empty. */
  get(name: string): string | undefined {
    const text = this.#text;
    if (text === undefined) return this.#message.headers?.get(name) || undefined;
    const start = text.indexOf(`${end}${name}:`);
    if (start < 0) return undefined;
    const valueAt = start + end.length + name.length + 1;
    return text.slice(valueAt, text.indexOf(end, valueAt)).trim() || undefined;
  }
}

function receivedText(message: Msg): string | undefined {
  const { _rdata: bytes, _msg: frame } = message as Msg & Received;
  if (!(bytes instanceof Uint8Array) || typeof frame?.hdr !== 'number') return undefined;
  const headers = Buffer.from(bytes.buffer, bytes.byteOffset, Math.max(0, frame.hdr));
  return headers.toString('utf8');
}
