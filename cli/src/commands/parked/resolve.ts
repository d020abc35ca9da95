import { ParkedMessages, type ParkedMessage, type RetryResult } from '@podium/jetstream';
import { Command, Option } from 'commander';
import { parseCount, parsePosition } from '../../args/parse.ts';
import { withStack, type CommandContext, type Outcome } from '../../command-context.ts';
import { exitCodes, usageError, type ExitCode } from '../../exit-codes.ts';
import type { Io } from '../../io.ts';
import { printable } from '../../print/format.ts';
import { ProgressBar } from '../../print/progress-bar.ts';
import { grouped } from '../../print/table.ts';
import { findParked } from './look.ts';

interface RetryOptions {
  readonly all?: boolean;
  readonly consumer?: string;
  readonly timeout: number;
}

const retryExamples = `
Facts: all parked ones of the same aggregate go back to the running service in order, from the first one on, each tried
once. Those that are handled are parked no more, and the aggregate goes on as usual. At the first that fails it
stops: that one and those behind it stay parked. Requests are put into the stream again, and handled like new ones.

Examples:
  $ podium parked retry 17                          the aggregate that 17 belongs to
  $ podium parked retry --all                       everything, after the cause was repaired
  $ podium parked retry --all --consumer task-svc-task-lifecycle
`;

const discardExamples = `
The consumer will never handle the message: what would have come of it does not happen. The message itself stays in its
stream; only the reference is removed, and kept with your name and the reason ("podium parked list --resolved"). Messages
that were parked behind it stay parked: hand them back with "podium parked retry".

Examples:
  $ podium parked discard 17 --reason "Wrong by hand; TaskMoved at 1204 makes up for it"
`;

export function retryCommand(io: Io, outcome: Outcome): Command {
  return new Command('retry')
    .description('Hands parked messages back to their consumer, in order.')
    .argument('[ids...]', 'from "podium parked list"', (text: string, before: number[] = []) => [
      ...before,
      parsePosition(text),
    ])
    .option('--all', 'everything that is parked')
    .option('--consumer <name>', 'with --all: only what this consumer has parked')
    .addOption(
      new Option('--timeout <seconds>', 'how long the handlers may take per aggregate')
        .argParser(parseCount)
        .default(60),
    )
    .addHelpText('after', retryExamples)
    .action(withStack<RetryOptions, [number[] | undefined]>(io, outcome, retry));
}

export function discardCommand(io: Io, outcome: Outcome): Command {
  return new Command('discard')
    .description('Gives a parked message up.')
    .argument('<id>', 'from "podium parked list"', parsePosition)
    .requiredOption('--reason <text>', 'why; is kept')
    .addHelpText('after', discardExamples)
    .action(withStack<{ reason: string }, [number]>(io, outcome, discard));
}

interface RetryReport extends RetryResult {
  readonly consumer: string;
  readonly stream: string;
  readonly subject: string;
}

async function retry(context: CommandContext, options: RetryOptions, ids: number[] = []): Promise<ExitCode> {
  const { nc, io, json, actor } = context;
  if ((options.all ?? false) === ids.length > 0)
    throw usageError('Give ids from "podium parked list", or --all, but not both.');
  if (options.consumer !== undefined && !options.all) throw usageError('--consumer goes with --all.');
  const parked = new ParkedMessages(nc);
  const messages = options.all
    ? await parked.list(options.consumer)
    : await Promise.all(ids.map((id) => findParked(nc, id)));
  const heads = oneForEach(messages);
  const progress = new ProgressBar(io, 'Retrying', 'aggregates');
  const reports: RetryReport[] = [];
  for (const [index, message] of heads.entries()) {
    progress.update(index, heads.length);
    const { consumer, stream, subject } = message.reference;
    reports.push({ consumer, stream, subject, ...(await parked.retry(message, { actor }, options.timeout * 1_000)) });
  }
  progress.end();
  if (json) await io.out(`${JSON.stringify(reports)}\n`);
  else await io.out(reports.length === 0 ? 'Nothing is parked.\n' : reports.map(reportText).join(''));
  return reports.some(({ failed }) => failed) ? exitCodes.failed : exitCodes.ok;
}

/** One of each aggregate that is parked as a whole; each request for itself. */
function oneForEach(messages: readonly ParkedMessage[]): ParkedMessage[] {
  const chosen = new Map<string, ParkedMessage>();
  for (const message of messages) {
    const { consumer, stream, subject, sequence } = message.reference;
    const key = stream === 'REQUESTS' ? `${consumer} ${sequence}` : `${consumer} ${subject}`;
    if (!chosen.has(key)) chosen.set(key, message);
  }
  return [...chosen.values()];
}

function reportText({ consumer, stream, subject, handled, failed }: RetryReport): string {
  const done = stream === 'REQUESTS' ? 'asked again' : 'handled';
  const text = `${consumer}  ${subject}: ${grouped(handled.length)} ${done}`;
  if (!failed) return `${text}, nothing of it is parked any more\n`;
  const { name, message } = failed.error;
  return printable(`${text}, ${stream} ${failed.sequence} failed again: ${name}: ${message}`) + '\n';
}

async function discard(
  { nc, io, json, actor }: CommandContext,
  { reason }: { reason: string },
  id: number,
): Promise<void> {
  if (reason.trim() === '') throw usageError('The reason is empty.');
  const parked = new ParkedMessages(nc);
  const message = await findParked(nc, id);
  await parked.discard(message, { actor, reason });
  const { consumer, subject } = message.reference;
  const behind = (await parked.list(consumer)).filter(({ reference }) => reference.subject === subject);
  if (json)
    return io.out(`${JSON.stringify({ ...message, reason, actor, stillParked: behind.map((other) => other.id) })}\n`);
  await io.out(`Discarded ${id}.\n`);
  const [next] = behind;
  if (next)
    await io.out(`${grouped(behind.length)} of the same aggregate are still parked: podium parked retry ${next.id}\n`);
}
