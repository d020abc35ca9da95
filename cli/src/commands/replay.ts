import { durableConsumers, headPosition, replayConsumer, streamNames } from '@podium/jetstream';
import { ProjectionControl } from '@podium/projections';
import { Command, Option } from 'commander';
import type { ConsumerInfo, NatsConnection } from 'nats';
import { parsePosition } from '../args/parse.ts';
import { withStack, type CommandContext, type Outcome } from '../command-context.ts';
import { CliError, exitCodes, usageError } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { grouped } from '../print/table.ts';
import { chooseProjections } from './projections/choose.ts';
import { rebuildProjections } from './projections/rebuild.ts';

interface ReplayConsumerOptions {
  readonly from: number;
  readonly dryRun?: boolean;
}

const projectionExamples = `
A projection is a fold of all events, so replaying into it always begins at the first one: this is "podium projections
rebuild". The service serves from the tables in use until the new ones are complete.

Examples:
  $ podium replay projection gateway/read-model
`;

const consumerExamples = `
The consumer gets every message from that position on once more, in order, and works through them as usual, also while its
service runs. It stops at the newest, as consumers do. Handlers see messages that they have handled before: Podium's are
idempotent and do nothing twice; make sure of it for consumers of your own. "podium streams info" names the consumers.

Examples:
  $ podium replay consumer task-svc-task-lifecycle --from 1200 --dry-run     how many would that be?
  $ podium replay consumer task-svc-task-lifecycle --from 1200
  $ podium replay consumer reporting --from 1                                everything
`;

export function replayCommand(io: Io, outcome: Outcome): Command {
  const projection = new Command('projection')
    .description('Folds the whole log into a projection anew.')
    .argument('<projection>', '<service>/<name>')
    .addHelpText('after', projectionExamples)
    .action(withStack<object, [string]>(io, outcome, intoProjection));
  const consumer = new Command('consumer')
    .description('Hands everything from a position on to a durable consumer again.')
    .argument('<name>', 'the durable consumer')
    .addOption(
      new Option('--from <position>', 'the first position to be handled again')
        .argParser(parsePosition)
        .makeOptionMandatory(),
    )
    .option('--dry-run', 'only say how many messages there are')
    .addHelpText('after', consumerExamples)
    .action(withStack<ReplayConsumerOptions, [string]>(io, outcome, intoConsumer));
  return new Command('replay')
    .description('Has events handled once more, by a projection or a consumer.')
    .addCommand(projection)
    .addCommand(consumer);
}

async function intoProjection(context: CommandContext, _: object, name: string): Promise<void> {
  await rebuildProjections(context, await chooseProjections(new ProjectionControl(context.nc), [name], {}), false);
}

async function intoConsumer(
  { nc, io, json }: CommandContext,
  { from, dryRun = false }: ReplayConsumerOptions,
  name: string,
): Promise<void> {
  const info = await findConsumer(nc, name);
  const handledUpTo = info.ack_floor.stream_seq;
  const repeated = Math.max(0, handledUpTo - from + 1);
  if (from > handledUpTo + 1) {
    const hint = `It has handled everything up to ${handledUpTo}: --from has to be at most ${handledUpTo + 1}.`;
    throw usageError(`${name} would miss what lies between ${handledUpTo} and ${from}`, hint);
  }
  if (!json) {
    const verb = dryRun ? 'would be' : 'are';
    io.say(`Up to ${grouped(repeated)} messages of ${info.stream_name} ${verb} handled again by ${name}.\n`);
  }
  const instances = dryRun ? 0 : await replayConsumer(nc, { stream: info.stream_name, consumer: name, from });
  const head = info.stream_name === 'EVENTS' ? await headPosition(nc) : undefined;
  if (json) {
    const result = { consumer: name, stream: info.stream_name, from, handledUpTo, repeated, instances, dryRun, head };
    await io.out(`${JSON.stringify(result)}\n`);
  } else if (!dryRun) {
    io.say(instances > 0 ? `${instances} running instance(s) told.\n` : 'It does not run now; it will begin there.\n');
  }
}

async function findConsumer(nc: NatsConnection, name: string): Promise<ConsumerInfo> {
  const names: string[] = [];
  for (const stream of await streamNames(nc)) {
    for (const info of await durableConsumers(nc, stream)) {
      if (info.name === name) return info;
      names.push(info.name);
    }
  }
  const hint =
    names.length > 0 ? `There are: ${names.join(', ')}` : 'There are none: no service has run on this log yet.';
  throw new CliError(exitCodes.failed, 'consumer_not_found', `There is no durable consumer ${name}`, { hint });
}
