import { factAt, headPosition } from '@podium/jetstream';
import { Command } from 'commander';
import { withStack, type CommandContext, type Outcome } from '../../command-context.ts';
import { CliError, exitCodes } from '../../exit-codes.ts';
import { aggregateName, shortType } from '../../facts/print-fact.ts';
import { chainTo, findEvent, storyOf, type StoryEntry } from '../../facts/story.ts';
import type { Io } from '../../io.ts';
import { printable, time } from '../../print/format.ts';
import { fields } from '../../print/table.ts';

const examples = `
Shows the event, and below it the whole story that it is part of: who asked for what, and which event led to which.
Requests and refusals are part of it for as long as they are kept (30 days).

Examples:
  $ podium events show 42                                      the event at position 42
  $ podium events show 6f6b1f0e-94a3-5a8e-b3ba-8d9f5c1f6c3d    an event, a request or a refusal by its id
  $ podium events show 42 --json | jq '.chain[].type'          what led to it, from the first cause on
`;

export function showCommand(io: Io, outcome: Outcome): Command {
  return new Command('show')
    .description('One event, why it happened and what came of it.')
    .argument('<position|id>', 'its position in the log, or its id')
    .addHelpText('after', examples)
    .action(withStack<object, [string]>(io, outcome, show));
}

async function show(context: CommandContext, _: object, name: string): Promise<void> {
  const { nc, io, json } = context;
  const entry = await find(context, name);
  const story = await storyOf(nc, entry.event, io.signal);
  if (json) {
    const chain = chainTo(story, entry.event.id).map(flat);
    const effects = chainTo(story, entry.event.id).at(-1)?.effects.map(flat) ?? [];
    await io.out(`${JSON.stringify({ ...flat(entry), chain, effects })}\n`);
    return;
  }
  const { event } = entry;
  await io.out(
    fields([
      [entry.kind === 'fact' ? 'Position' : `Sequence`, String(entry.sequence)],
      ['Type', event.type],
      ['Id', event.id],
      ['Time', `${time(event.time)} UTC`],
      ['Aggregate', event.subject],
      ['Version', entry.kind === 'fact' ? event.version : undefined],
      ['Actor', printable(event.actor)],
      ['Source', event.source],
      ['Cause', event.causationid],
      ['Correlation', event.correlationid],
      ['Trace', event.traceparent],
    ]),
  );
  await io.out(`\n${JSON.stringify(event.data, null, 2)}\n\nStory\n`);
  await io.out(story.map((root) => tree(root, event.id, '  ')).join(''));
}

async function find({ nc, io }: CommandContext, name: string): Promise<StoryEntry> {
  if (/^\d+$/.test(name)) {
    const fact = await factAt(nc, Number(name));
    if (fact) return { kind: 'fact', sequence: fact.position, event: fact, effects: [] };
    const hint = `The newest is at ${await headPosition(nc)}.`;
    throw new CliError(exitCodes.failed, 'not_found', `There is no event at position ${name}`, { hint });
  }
  const entry = await findEvent(nc, name, io.signal);
  if (entry) return entry;
  throw new CliError(exitCodes.failed, 'not_found', `There is no event, request or refusal with the id ${name}`);
}

function flat({ kind, sequence, event }: StoryEntry): object {
  return { kind, sequence, ...event };
}

function tree(entry: StoryEntry, marked: string, indent: string): string {
  const { kind, sequence, event } = entry;
  const place = kind === 'fact' ? `#${sequence}` : kind;
  const line = [`${place} ${shortType(event.type)}`, aggregateName(event), event.actor, time(event.time)].join('  ');
  const mark = event.id === marked ? '  <- this' : '';
  const effects = entry.effects.map((effect) => tree(effect, marked, `${indent}  `)).join('');
  return `${indent}${printable(line)}${mark}\n${effects}`;
}
