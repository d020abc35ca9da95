import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { assertFitsContract, assertReadable, schemaOf } from '../contracts.ts';
import type { EventEnvelope } from '../envelope.ts';
import { upcast } from '../upcasters.ts';
import { messageTypes } from '../../scripts/message-types.mjs';

const directory = new URL('../../golden/', import.meta.url);
const recordings = readdirSync(directory).filter((name) => name.endsWith('.json'));

function read(name: string): EventEnvelope {
  return JSON.parse(readFileSync(new URL(name, directory), 'utf8')) as EventEnvelope;
}

describe('golden recordings', () => {
  it.each(recordings)('%s decodes', (name) => {
    const envelope = read(name);
    expect(`${envelope.type}.json`).toBe(name);
    const today = upcast(envelope);
    expect(messageTypes()).toContain(today.type);
    expect(today.dataschema).toBe(schemaOf(today.type));
    expect(() => assertReadable(today.type, today.data)).not.toThrow();
    // An upcaster must leave nothing behind that today's contract does not name.
    if (today !== envelope) expect(() => assertFitsContract(today.type, today.data)).not.toThrow();
  });

  it('has one for every contract; a new one is recorded by `npm run record -w proto`', () => {
    const missing = messageTypes().filter((type) => !recordings.includes(`${type}.json`));
    expect(missing).toEqual([]);
  });

  it.each(recordings)('%s holds data that its contract checks', (name) => {
    const { type, data } = upcast(read(name));
    expect(() => assertFitsContract(type, { ...data, fieldOfTomorrow: 1 })).toThrow('fieldOfTomorrow');
  });
});
