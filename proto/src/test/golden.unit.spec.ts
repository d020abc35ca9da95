import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { assertFitsContract, assertReadable, schemaOf } from '../contracts.ts';
import type { EventEnvelope } from '../envelope.ts';
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
    expect(envelope.dataschema).toBe(schemaOf(envelope.type));
    expect(() => assertReadable(envelope.type, envelope.data)).not.toThrow();
  });

  it('has one for every contract; a new one is recorded by `npm run record -w proto`', () => {
    const missing = messageTypes().filter((type) => !recordings.includes(`${type}.json`));
    expect(missing).toEqual([]);
  });

  it.each(recordings)('%s holds data that its contract checks', (name) => {
    const { type, data } = read(name);
    expect(() => assertFitsContract(type, { ...data, fieldOfTomorrow: 1 })).toThrow('fieldOfTomorrow');
  });
});
