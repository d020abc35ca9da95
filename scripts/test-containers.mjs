/**
 * `npm run test:containers`: the integration tests against the official images of NATS and PostgreSQL, instead of the
 * servers from npm. What is given on the command line goes to Jest, for instance `-- libs/projections`.
 */
import { availableParallelism } from 'node:os';
import { CommandError } from './commands.mjs';
import { run } from './lib/run-step.mjs';
import { prepare, PrepareError } from './prepare.mjs';

const limitSeconds = 45 * 60;

try {
  await prepare({ only: ['services'] });
  const { assertContainerEngine } = await import('@podium/testing');
  await assertContainerEngine();
  const workers = Math.max(1, availableParallelism() - 2);
  const env = {
    PODIUM_TEST_SERVERS: 'containers',
    NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`,
  };
  const args = ['--selectProjects', 'int', '--maxWorkers', String(workers), ...process.argv.slice(2)];
  if (!(await run('jest', args, { env, limitSeconds }))) process.exitCode ||= 1;
} catch (error) {
  if (!(error instanceof CommandError || error instanceof PrepareError || error.name === 'TestServersError'))
    throw error;
  console.error(`\n${error.output ?? ''}\n${error.message}`);
  process.exitCode = 1;
}
