import { ParkedMessages, type ParkedMessage } from '@podium/jetstream';
import type { EventEnvelope } from '@podium/proto';
import { Command } from 'commander';
import type { NatsConnection } from 'nats';
import { parsePosition } from '../../args/parse.ts';
import { withStack, type CommandContext, type Outcome } from '../../command-context.ts';
import { CliError, exitCodes } from '../../exit-codes.ts';
import { shortType } from '../../facts/print-fact.ts';
import type { Io } from '../../io.ts';
import { clipped, printable, time } from '../../print/format.ts';
import { fields, table } from '../../print/table.ts';

interface ListOptions {
  readonly consumer?: string;
  readonly resolved?: boolean;
}

const listExamples = `
Examples:
  $ podium parked list
  $ podium parked list --consumer task-svc-task-lifecycle
  $ podium parked list --resolved                     what was retried or discarded, by whom and why
  $ podium parked list --json | jq length
`;

const showExamples = `
Examples:
  $ podium parked show 17                             why, with the stack, and the message itself
  $ podium parked show 17 --json | jq -r .reference.error.stack
`;

export function listParkedCommand(io: Io, outcome: Outcome): Command {
  return new Command('list')
    .description('All parked messages.')
    .option('--consumer <name>', 'only those of one consumer')
    .option('--resolved', 'instead, what became of earlier ones')
    .addHelpText('after', listExamples)
    .action(withStack<ListOptions>(io, outcome, list));
}

export function showParkedCommand(io: Io, outcome: Outcome): Command {
  return new Command('show')
    .description('Why a message was parked, and what it says.')
    .argument('<id>', 'from "podium parked list"', parsePosition)
    .addHelpText('after', showExamples)
    .action(withStack<object, [number]>(io, outcome, show));
}

async function list({ nc, io, json }: CommandContext, { consumer, resolved = false }: ListOptions): Promise<void> {
  const parked = new ParkedMessages(nc);
  if (resolved) return listResolved(parked, { io, json }, consumer);
  const messages = await parked.list(consumer);
  if (json) return io.out(`${JSON.stringify(messages)}\n`);
  if (messages.length === 0) return io.out('Nothing is parked.\n');
  const rows = messages.map(({ id, reference }) => [
    id,
    reference.consumer,
    `${reference.stream} ${reference.sequence}`,
    reference.subject.split('.').slice(1).join('/'),
    reference.attempts,
    time(reference.parkedAt),
    clipped(printable(reasonOf({ id, reference })), 60),
  ]);
  await io.out(table(['ID', 'CONSUMER', 'MESSAGE', 'AGGREGATE', 'ATTEMPTS', 'PARKED (UTC)', 'WHY'], rows));
}

async function listResolved(
  parked: ParkedMessages,
  { io, json }: Pick<CommandContext, 'io' | 'json'>,
  consumer: string | undefined,
): Promise<void> {
  const found = (await parked.resolutions()).filter(
    ({ reference }) => consumer === undefined || reference.consumer === consumer,
  );
  if (json) return io.out(`${JSON.stringify(found)}\n`);
  if (found.length === 0) return io.out('Nothing was retried or discarded yet.\n');
  const rows = found.map(({ id, reference, resolution, actor, at, reason }) => [
    id,
    reference.consumer,
    `${reference.stream} ${reference.sequence}`,
    resolution,
    actor,
    time(at),
    printable(reason ?? '-'),
  ]);
  await io.out(table(['ID', 'CONSUMER', 'MESSAGE', 'RESOLUTION', 'BY', 'AT (UTC)', 'REASON'], rows));
}

async function show({ nc, io, json }: CommandContext, _: object, id: number): Promise<void> {
  const message = await findParked(nc, id);
  const original = await new ParkedMessages(nc).original(message);
  const event = original && eventOf(original.data);
  if (json) return io.out(`${JSON.stringify({ ...message, event: event ?? null })}\n`);
  const { reference } = message;
  const { error } = reference;
  await io.out(
    fields([
      ['Id', id],
      ['Consumer', `${reference.consumer} of ${reference.service}`],
      ['Message', `${reference.stream} ${reference.sequence}`],
      ['Subject', reference.subject],
      ['Parked', `${time(reference.parkedAt)} UTC`],
      ['Attempts', reference.attempts],
      ['Why', error ? `${error.name}${error.code ? ` (${error.code})` : ''}: ${error.message}` : reasonOf(message)],
      ['Type', event ? shortType(event.type) : undefined],
    ]),
  );
  if (error?.stack) await io.out(`\n${error.stack}\n`);
  const said = 'The stream does not hold the message any more.';
  await io.out(`\n${original ? JSON.stringify(event ?? Buffer.from(original.data).toString(), null, 2) : said}\n`);
}

/** @throws CliError where there is none. */
export async function findParked(nc: NatsConnection, id: number): Promise<ParkedMessage> {
  const message = await new ParkedMessages(nc).get(id);
  if (message) return message;
  const hint = '"podium parked list" shows what is parked, with --resolved what became of earlier ones.';
  throw new CliError(exitCodes.failed, 'not_found', `Nothing is parked under ${id}`, { hint });
}

function reasonOf({ reference }: ParkedMessage): string {
  const { error } = reference;
  return error ? `${error.name}: ${error.message}` : 'stands behind an earlier one of its aggregate';
}

/** The message may be parked because it is no event. */
function eventOf(data: Uint8Array): EventEnvelope | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(data).toString());
    return typeof value === 'object' && value !== null && 'type' in value ? (value as EventEnvelope) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
