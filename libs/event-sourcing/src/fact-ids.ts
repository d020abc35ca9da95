import { createHash } from 'node:crypto';

/** Hexadecimal digits of an id that are kept: 48 bits, which a number holds exactly. */
const keptDigits = 12;
const keptBytes = keptDigits / 2;

/**
 * Which facts an aggregate has, in a few bytes each. It never misses one; that it takes a stranger for one of its own is
 * possible, but one in 10^12 for an aggregate of hundreds of facts: who needs to be sure looks into the log.
 */
export class FactIds {
  readonly #prints = new Set<number>();

  add(id: string): void {
    this.#prints.add(printOf(id));
  }

  mayHave(id: string): boolean {
    return this.#prints.has(printOf(id));
  }

  /** For {@link FactIds.fromText}. */
  toText(): string {
    const bytes = Buffer.alloc(this.#prints.size * keptBytes);
    let offset = 0;
    for (const print of this.#prints) offset = bytes.writeUIntBE(print, offset, keptBytes);
    return bytes.toString('base64');
  }

  static fromText(text: string): FactIds {
    const ids = new FactIds();
    const bytes = Buffer.from(text, 'base64');
    for (let offset = 0; offset + keptBytes <= bytes.length; offset += keptBytes) {
      ids.#prints.add(bytes.readUIntBE(offset, keptBytes));
    }
    return ids;
  }
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-/;

/** Ids of ours are UUIDs whose digits are as good as random; those of others are hashed. */
function printOf(id: string): number {
  const digits = uuid.test(id)
    ? id.slice(0, 8) + id.slice(9, 13)
    : createHash('sha1').update(id).digest('hex').slice(0, keptDigits);
  return Number.parseInt(digits, 16);
}
