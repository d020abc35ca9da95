import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { freshNatsCluster, type FreshNatsCluster } from '@podium/testing';
import { connectToLog, streamInfo, streams } from '../index.ts';

jest.setTimeout(120_000);

/** Refused or without an answer, as one server alone happens to be. */
const unready = expect.stringMatching(/^log_(refused|unavailable)$/);

describe('the connection to the log of a cluster', () => {
  let cluster: FreshNatsCluster;
  let others: FreshNatsCluster['servers'];

  beforeEach(async () => {
    cluster = await freshNatsCluster();
    others = new Map([...cluster.servers].filter(([name]) => name !== 'n1'));
    for (const server of others.values()) await server.kill();
  });
  afterEach(() => cluster.dispose());

  const connect = (patienceSeconds?: number): ReturnType<typeof connectToLog> =>
    connectToLog({ url: cluster.servers.get('n1')?.url ?? '', name: 'test', replicas: 3, patienceSeconds });

  it('waits for servers that have not found each other yet', async () => {
    const connecting = connect();
    // Nobody hears of an end before the others are there.
    const early = await Promise.race([connecting.then(() => 'connected'), connect(1).catch((error: unknown) => error)]);
    expect(early).toMatchObject({ code: unready });
    for (const server of others.values()) await server.start();
    const nc = await connecting;
    expect((await streamInfo(nc, streams.events)).config.num_replicas).toBe(3);
    await nc.close();
  });

  it('gives up with what the server says where they never do', async () => {
    await expect(connect(0)).rejects.toMatchObject({ code: unready });
  });
});
