import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freshNats, type FreshNats } from '@podium/testing';
import { createInbox, headers, type Msg, type NatsConnection } from 'nats';
import { connectToNats } from '../index.ts';
import { MessageHeaders } from '../message-headers.ts';

let server: FreshNats;
let nc: NatsConnection;

beforeAll(async () => {
  server = await freshNats();
  nc = await connectToNats({ url: server.url, name: 'message-headers.int' });
});

afterAll(async () => {
  await nc.close();
  await server.dispose();
});

/** A message as it comes over the wire. */
async function received(values: readonly (readonly [name: string, value: string])[], payload = 'data'): Promise<Msg> {
  const inbox = createInbox();
  const arrival = new Promise<Msg>((resolve, reject) => {
    nc.subscribe(inbox, { max: 1, callback: (error, message) => (error ? reject(error) : resolve(message)) });
  });
  const written = headers();
  for (const [name, value] of values) written.append(name, value);
  nc.publish(inbox, payload, values.length > 0 ? { headers: written } : {});
  return arrival;
}

/** The client's own reading, for whoever needs it, must not be asked. */
function withoutParsing(message: Msg): Msg {
  return Object.defineProperty(message, 'headers', {
    get: () => {
      throw new Error('The client parsed the headers');
    },
  });
}

const values = [
  ['ce-type-of-old', 'wrong'],
  ['ce-type', 'podium.task.v1.TaskMoved'],
  ['Nats-Msg-Id', 'ce-type: also wrong'],
  ['title', 'Grüße 🎛, x: y'],
  ['twice', 'first'],
  ['twice', 'second'],
  ['empty', ''],
] as const;

describe('MessageHeaders', () => {
  it('reads what the client would, without its parser', async () => {
    const message = await received(values);
    const names = [...values.map(([name]) => name), 'Ce-Type', 'missing', 'type', 'data'];
    const expected = names.map((name) => [name, message.headers?.get(name) || undefined]);
    const own = new MessageHeaders(withoutParsing(message));
    expect(names.map((name) => [name, own.get(name)])).toEqual(expected);
    expect(own.get('ce-type')).toBe('podium.task.v1.TaskMoved');
    expect(own.get('twice')).toBe('first');
    expect(own.code).toBe(0);
  });

  it('finds none where there are none, whatever the message says', async () => {
    const own = new MessageHeaders(withoutParsing(await received([], '\r\nce-type: wrong\r\n')));
    expect(own.get('ce-type')).toBeUndefined();
    expect(own.code).toBe(0);
  });

  it('reads the status of an answer by the server', async () => {
    const inbox = createInbox();
    const arrival = new Promise<Msg>((resolve, reject) => {
      nc.subscribe(inbox, { callback: (error, message) => (error ? reject(error) : resolve(message)) });
    });
    nc.publish('nobody.listens.here', 'x', { reply: inbox });
    expect(new MessageHeaders(withoutParsing(await arrival)).code).toBe(503);
  });

  it('asks the client where that keeps the bytes elsewhere', async () => {
    const { headers: parsed } = await received(values);
    const own = new MessageHeaders({ headers: parsed } as Msg);
    expect(own.get('ce-type')).toBe('podium.task.v1.TaskMoved');
    expect(own.get('empty')).toBeUndefined();
    expect(own.code).toBe(0);
  });
});
