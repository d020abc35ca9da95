import { randomBytes } from 'node:crypto';
import { TestServersError, type TestServers } from './server-set.ts';

const natsImage = 'nats:2.14';
const postgresImage = 'postgres:18';

/**
 * The official images instead of the npm packages. Testcontainers' own reaper removes the containers when this process
 * is gone.
 *
 * @throws TestServersError where there is no container engine.
 */
export async function startContainerServers(): Promise<TestServers> {
  const { GenericContainer, Wait, getContainerRuntimeClient } = await import('testcontainers');
  try {
    await getContainerRuntimeClient();
  } catch (cause) {
    const message =
      'PODIUM_TEST_SERVERS=containers needs a running Docker engine, and none answers. Start Docker (or point DOCKER_HOST to it), ' +
      'or unset PODIUM_TEST_SERVERS to use the servers from the npm packages.';
    throw new TestServersError(message, { cause });
  }
  const password = randomBytes(12).toString('hex');
  const [nats, postgres] = await Promise.all([
    new GenericContainer(natsImage)
      .withCommand(['--jetstream', '--user', 'podium', '--pass', password])
      .withExposedPorts(4222)
      .withWaitStrategy(Wait.forLogMessage('Server is ready'))
      .start(),
    new GenericContainer(postgresImage)
      .withEnvironment({ POSTGRES_USER: 'podium', POSTGRES_PASSWORD: password })
      .withExposedPorts(5432)
      // The image starts the server once for its own set-up, and then again.
      .withWaitStrategy(Wait.forLogMessage('database system is ready to accept connections', 2))
      .start(),
  ]);
  return {
    natsUrl: `nats://podium:${password}@${nats.getHost()}:${nats.getMappedPort(4222)}`,
    postgres: { host: postgres.getHost(), port: postgres.getMappedPort(5432), user: 'podium', password },
  };
}
