import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually, freshNats, type FreshNats } from '@podium/testing';
import type { NatsConnection } from 'nats';
import { batchGet } from '../batch-get.ts';
import { connectToNats, ensureStreams, JetStreamEventLog, OutputLog, RequestPublisher, streams } from '../index.ts';
import { requestSubject } from '../subjects.ts';
import { newAggregate, outputChunk, taskMoved } from './builders.ts';
import { flakyProxy, type FlakyProxy } from './flaky-proxy.ts';

jest.setTimeout(120_000);

let server: FreshNats;
let proxy: FlakyProxy;
/** Straight to the server. */
let observer: NatsConnection;
/** Through the proxy. */
let nc: NatsConnection;

beforeAll(async () => {
  server = await freshNats();
  observer = await connectToNats({ url: server.url, name: 'observer' });
  await ensureStreams(observer);
});

beforeEach(async () => {
  proxy = await flakyProxy(server.url);
  nc = await connectToNats({ url: proxy.url, name: 'behind-proxy' });
});

afterEach(async () => {
  await nc.close();
  await proxy.close();
});

afterAll(async () => {
  await observer.close();
  await server.dispose();
});

describe('when the acknowledgement is lost', () => {
  it.each([1, 3])('an append of %i is recognized as a success and not repeated', async (count) => {
    const aggregate = newAggregate();
    const log = new JetStreamEventLog(observer);
    const facts = Array.from({ length: count }, () => taskMoved(aggregate));

    proxy.swallowAnswers();
    const appended = new JetStreamEventLog(nc).append(aggregate, 0, facts);
    await eventually(async () => (await log.load(aggregate)).length === count);
    proxy.cut();

    const position = await appended;
    const recorded = await log.load(aggregate);
    expect(recorded.map((fact) => fact.id)).toEqual(facts.map((fact) => fact.id));
    expect(recorded.at(-1)?.position).toBe(position);
  });

  it('an append is a success even if others have written since', async () => {
    const aggregate = newAggregate();
    const log = new JetStreamEventLog(observer);
    proxy.swallowAnswers();
    const appended = new JetStreamEventLog(nc).append(aggregate, 0, [taskMoved(aggregate)]);
    const ours = await eventually(async () => (await log.load(aggregate))[0]);
    await log.append(aggregate, ours.position, [taskMoved(aggregate)]);
    proxy.cut();
    expect(await appended).toBe(ours.position);
  });

  it('an append fails as unavailable if the log stays away, and a later repetition is recognized', async () => {
    const aggregate = newAggregate();
    const fact = taskMoved(aggregate);
    proxy.swallowAnswers();
    const impatient = new JetStreamEventLog(nc, { giveUpAfterSeconds: 0.1 });
    await expect(impatient.append(aggregate, 0, [fact])).rejects.toMatchObject({ code: 'log_unavailable' });
    proxy.cut();
    const position = await new JetStreamEventLog(nc).append(aggregate, 0, [fact]);
    expect(await new JetStreamEventLog(observer).load(aggregate)).toEqual([{ ...fact, position }]);
  });

  it('a request is written once', async () => {
    const [projectId, id, requestId] = [randomUUID(), randomUUID(), randomUUID()];
    const written = (): Promise<unknown[]> =>
      batchGet(observer, {
        stream: streams.requests,
        subject: requestSubject({ projectId, lane: 'task', id }),
        after: 0,
      });
    proxy.swallowAnswers();
    const published = new RequestPublisher(nc, { source: 'test' }).publish(
      { projectId, id },
      'podium.task.v1.TaskDeleteRequested',
      { taskId: id },
      { requestId, correlationId: requestId, causationId: requestId, actor: 'user:tester' },
    );
    await eventually(async () => (await written()).length === 1);
    proxy.cut();
    expect(await published).toMatchObject({ id: requestId });
    expect(await written()).toHaveLength(1);
  });

  it('output is written once', async () => {
    const [projectId, sessionId] = [randomUUID(), randomUUID()];
    const output = new OutputLog(observer);
    proxy.swallowAnswers();
    const appended = new OutputLog(nc).append(
      projectId,
      sessionId,
      [outputChunk(sessionId, 1), outputChunk(sessionId, 2)],
      0,
    );
    await eventually(async () => (await output.readAll(projectId, sessionId)).length === 1);
    proxy.cut();
    const last = await appended;
    const recorded = await output.readAll(projectId, sessionId);
    expect(recorded.map(({ chunk }) => chunk.number)).toEqual([1, 2]);
    expect(recorded.at(-1)?.sequence).toBe(last);
  });
});
