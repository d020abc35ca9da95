import { headPosition, readFacts, scanFacts } from '@podium/jetstream';
import type { RecordedFact } from '@podium/proto';
import { Command, Option } from 'commander';
import { parseCount } from '../../args/parse.ts';
import { withStack, type CommandContext, type Outcome } from '../../command-context.ts';
import { addFilterOptions, factFilter, positionBefore, type FilterOptions } from '../../facts/filter.ts';
import { factJson, factLine, unreadableTo } from '../../facts/print-fact.ts';
import type { Io } from '../../io.ts';

interface TailOptions extends FilterOptions {
  readonly lines?: number;
  readonly follow?: boolean;
}

const examples = `
Prints the newest events, the oldest of them first. With --since it prints all from there on.

Examples:
  $ podium events tail                                   the last 20
  $ podium events tail -n 100 --project p-1              the last 100 of one project
  $ podium events tail -f --type 'Session*'              what sessions do, until Ctrl-C
  $ podium events tail --since 10m --json | jq .type     for programs: one JSON object per line
`;

export function tailCommand(io: Io, outcome: Outcome): Command {
  const command = new Command('tail')
    .description('The newest events, and on with -f as they happen.')
    .addOption(new Option('-n, --lines <count>', 'how many (default: 20, or all with --since)').argParser(parseCount))
    .option('-f, --follow', 'go on until Ctrl-C');
  return addFilterOptions(command)
    .addHelpText('after', examples)
    .action(withStack(io, outcome, tail));
}

async function tail({ nc, io, json }: CommandContext, options: TailOptions): Promise<void> {
  const isWanted = factFilter(options);
  const print = (fact: RecordedFact): Promise<void> => io.out(json ? factJson(fact) : factLine(fact, io.columns));
  const head = await headPosition(nc);
  const lines = options.lines ?? (options.since ? Infinity : 20);
  const isUnfiltered = options.project === undefined && options.type === undefined;
  const start = Math.max(
    await positionBefore(nc, options.since),
    // Every event counts, so earlier ones need not be read.
    isUnfiltered && Number.isFinite(lines) ? head - lines : 0,
  );
  const newest: RecordedFact[] = [];
  if (lines > 0) {
    for await (const batch of scanFacts(nc, {
      after: start,
      until: head,
      projectId: options.project,
      signal: io.signal,
      onUnreadable: unreadableTo(io),
    })) {
      newest.push(...batch.filter(isWanted));
      if (newest.length > lines) newest.splice(0, newest.length - lines);
    }
  }
  for (const fact of newest) await print(fact);
  if (!options.follow) return;
  for await (const batch of readFacts(nc, {
    after: head,
    projectId: options.project,
    signal: io.signal,
    onInterrupted: (reason) => io.say(`podium: interrupted (${reason}), going on by itself\n`),
  })) {
    for (const fact of batch.filter(isWanted)) await print(fact);
  }
}
