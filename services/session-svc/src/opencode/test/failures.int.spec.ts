import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { followRun, type RunOutcome } from '../follow-run.ts';
import { newMessageId } from '../message-id.ts';
import { OpenCodeClient } from '../open-code-client.ts';
import { startOpenCode, testModel, type TestOpenCode } from './start-open-code.ts';

jest.setTimeout(120_000);

let provider: Server;
let openCode: TestOpenCode;
let client: OpenCodeClient;
let answer: (response: ServerResponse) => void;

/** An error as providers answer it. */
function refuse(status: number, error: object): void {
  answer = (response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
}

beforeAll(async () => {
  provider = createServer((_request, response) => answer(response));
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
  const { port } = provider.address() as AddressInfo;
  openCode = await startOpenCode({ modelUrl: `http://127.0.0.1:${port}/v1` });
  client = new OpenCodeClient(openCode.connection);
});

afterAll(async () => {
  await openCode.close();
  provider.closeAllConnections();
  provider.close();
});

async function endingOf(model = testModel, agent = 'build'): Promise<RunOutcome['ending']> {
  const { id: sessionId } = await client.createSession({ title: 'A run' });
  const messageId = newMessageId();
  const { ending } = await followRun({
    client,
    sessionId,
    messageId,
    signal: AbortSignal.timeout(60_000),
    written: new Map(),
    sink: () => undefined,
    onConnected: () => client.prompt({ sessionId, messageId, text: 'Hello', agent, model }),
  });
  return ending;
}

describe('what OpenCode makes of a failure', () => {
  it.each([
    [401, { message: 'Incorrect API key provided', code: 'invalid_api_key' }, 'provider_auth', 'needs-person'],
    [402, { message: 'Payment required' }, 'provider_quota', 'needs-person'],
    [403, { message: 'Forbidden' }, 'provider_auth', 'needs-person'],
    [404, { message: 'The model `x` does not exist', code: 'model_not_found' }, 'model_unknown', 'needs-person'],
    [422, { message: 'No' }, 'provider_422', 'permanent'],
  ])('of status %s is told apart', async (status, error, reason, failureClass) => {
    refuse(status, error);
    expect(await endingOf()).toMatchObject({ kind: 'failed', reason, class: failureClass });
  });

  it('tells an answer that was damaged, and may be whole the next time', async () => {
    answer = (response) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: oops\n\n');
    expect(await endingOf()).toMatchObject({ kind: 'failed', reason: 'provider_answer_broken', class: 'transient' });
  });

  it('tells a model and an agent that it does not know', async () => {
    const unknown = { providerID: testModel.providerID, modelID: 'nothing' };
    expect(await endingOf(unknown)).toMatchObject({ reason: 'model_unknown', class: 'needs-person' });
    expect(await endingOf(testModel, 'nobody')).toMatchObject({ reason: 'agent_unknown', class: 'needs-person' });
  });
});
