import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { importFacts, headPosition } from '@podium/jetstream';
import { Command } from 'commander';
import { withStack, type CommandContext, type Outcome } from '../../command-context.ts';
import { CliError, exitCodes } from '../../exit-codes.ts';
import type { Io } from '../../io.ts';
import { ProgressBar } from '../../print/progress-bar.ts';
import { grouped } from '../../print/table.ts';

const examples = `
Takes what "podium events export" wrote as NDJSON. Order, ids and times stay; positions are counted anew from 1, so they are
the same where the whole log was exported. Only facts are imported: no requests, no output of agents, no places of
consumers, so services will look at every event once more. To move a whole Podium, use "podium backup" and "podium restore".

The log has to be empty, as two histories can't be mixed. Facts are never deleted: for an empty log start Podium on another
directory (PODIUM_DATA=.podium-2 PORT=3001 npm start), and name it with --nats or PODIUM_DATA.

Examples:
  $ PODIUM_DATA=.podium-2 podium events import events.ndjson
  $ gunzip -c events.ndjson.gz | podium events import - --nats nats://127.0.0.1:4222
`;

export function importCommand(io: Io, outcome: Outcome): Command {
  return new Command('import')
    .description('Copies exported events (NDJSON) into an empty log.')
    .argument('<file>', '- for standard input')
    .addHelpText('after', examples)
    .action(withStack<object, [string]>(io, outcome, importEvents));
}

async function importEvents({ nc, io, json }: CommandContext, _: object, file: string): Promise<void> {
  const head = await headPosition(nc);
  if (head > 0) {
    const message = `The log is not empty: it has ${grouped(head)} events, and two histories can't be mixed`;
    const hint =
      'Start an empty Podium on another directory (PODIUM_DATA=.podium-2 PORT=3001 npm start) and import there.';
    throw new CliError(exitCodes.refused, 'log_not_empty', message, { hint });
  }
  const progress = new ProgressBar(io, 'Importing');
  const lines = createInterface({ input: file === '-' ? io.stdin : createReadStream(file), crlfDelay: Infinity });
  let count = 0;
  try {
    count = await importFacts(nc, parsed(lines), {
      signal: io.signal,
      onProgress: (done) => progress.update(done, done),
    });
  } finally {
    progress.end();
    lines.close();
  }
  if (json) await io.out(`${JSON.stringify({ events: count })}\n`);
  else io.say(`${grouped(count)} events imported\n`);
}

async function* parsed(lines: AsyncIterable<string>): AsyncGenerator<unknown> {
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    try {
      yield JSON.parse(line);
    } catch (cause) {
      throw new CliError(exitCodes.failed, 'unreadable_line', `Line ${number} is no JSON`, { cause });
    }
  }
}
