import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { connectToNats } from '@podium/jetstream';
import { baseConfigSchema, loadConfig, startService } from '@podium/service-kit';
import { eventually } from '@podium/testing';
import { ProjectionRunner } from '../projection-runner.ts';
import { publish, taskFact } from './facts.ts';
import { harness, schema, type Harness } from './harness.ts';
import { countFold, ProjectCountRow, TaskRow, taskFold, taskProjection } from './task-projection.ts';

let test: Harness;

beforeEach(async () => {
  test = await harness();
});
afterEach(() => test.dispose());

class ServiceModule {}

it('a projection that failed makes its service not ready, and the answer says at which fact', async () => {
  const last = await publish(test.nc, [taskFact('task-1', { kind: 'created' }), taskFact('task-1', { kind: 'moved' })]);
  const throwing = {
    ...taskFold,
    fold: (...[row, fact]: Parameters<typeof taskFold.fold>) => {
      if (fact.type === 'podium.task.v1.TaskMoved') throw new Error('I can not');
      return taskFold.fold(row, fact);
    },
  };
  const projections = [
    { ...taskProjection, name: 'broken', tables: [throwing] },
    { ...taskProjection, name: 'healthy', tables: [countFold] },
  ];
  const env = {
    NATS_URL: test.natsUrl,
    DATABASE_URL: test.databaseUrl,
    PODIUM_SECRET: 'x'.repeat(32),
    LOG_LEVEL: 'silent',
  };
  const service = await startService({
    name: 'test-svc',
    config: loadConfig(baseConfigSchema, env),
    connect: ({ NATS_URL }) => connectToNats({ url: NATS_URL, name: 'test-svc' }),
    dataSource: { schema, entities: [TaskRow, ProjectCountRow] },
    projections: ({ nats, dataSource, logger }) =>
      projections.map((projection) => new ProjectionRunner({ nc: nats, dataSource, schema, projection, logger })),
    module: () => ({ module: ServiceModule }),
  });
  try {
    const details = await eventually(async () => {
      const response = await fetch(service.healthUrl);
      const body = (await response.json()) as { details: Record<string, object> };
      expect(body.details['projection:healthy']).toMatchObject({ status: 'up', position: last });
      return response.status === 503 && body.details;
    });
    expect(details['projection:broken']).toMatchObject({
      status: 'down',
      message: expect.stringMatching(/failed at position 1: .*TaskMoved .* at position 2: I can not/),
    });
  } finally {
    await service.close();
  }
});
