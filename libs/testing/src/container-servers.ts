import { randomBytes } from 'node:crypto';
import { TestServersError, type TestServers } from './server-set.ts';

/** The same as those of docker-compose.yml; a check keeps them in step. */
export const serverImages = { nats: 'nats:2.14.5-alpine', postgres: 'postgres:18.4-trixie' };

/** @throws TestServersError where no container engine answers. */
export async function assertContainerEngine(): Promise<void> {
  const { getContainerRuntimeClient } = await import('testcontainers');
  try {
    await getContainerRuntimeClient();
  } catch (cause) {
    const message =
      'Tests against container images need a running Docker engine, and none answers. Start Docker (or point DOCKER_HOST ' +
      'to it), or run `npm test`, which uses the servers from the npm packages.';
    throw new TestServersError(message, { cause });
  }
}

/**
 * The official images instead of the npm packages. Testcontainers' own reaper removes the containers when this process
 * is gone.
 *
 * @throws TestServersError where there is no container engine.
 */
export async function startContainerServers(): Promise<TestServers> {
  await assertContainerEngine();
  const { GenericContainer, Wait } = await import('testcontainers');
  const password = randomBytes(12).toString('hex');
  const [nats, postgres] = await Promise.all([
    new GenericContainer(serverImages.nats)
      .withCommand(['--jetstream', '--user', 'podium', '--pass', password])
      .withExposedPorts(4222)
      .withWaitStrategy(Wait.forLogMessage('Server is ready'))
      .start(),
    new GenericContainer(serverImages.postgres)
      .withEnvironment({ POSTGRES_DB: 'podium', POSTGRES_PASSWORD: password })
      .withExposedPorts(5432)
      // The image starts the server once for its own set-up, and then again.
      .withWaitStrategy(Wait.forLogMessage('database system is ready to accept connections', 2))
      .start(),
  ]);
  return {
    natsUrl: `nats://podium:${password}@${nats.getHost()}:${nats.getMappedPort(4222)}`,
    postgres: { host: postgres.getHost(), port: postgres.getMappedPort(5432), user: 'postgres', password },
  };
}
