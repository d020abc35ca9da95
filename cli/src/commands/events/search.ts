import { headPosition, scanFacts } from '@podium/jetstream';
import { Command, Option } from 'commander';
import { parseCount, parseTime } from '../../args/parse.ts';
import { withStack, type CommandContext, type Outcome } from '../../command-context.ts';
import { addFilterOptions, factFilter, positionBefore, type FilterOptions } from '../../facts/filter.ts';
import { factJson, factLine, unreadableTo } from '../../facts/print-fact.ts';
import type { Io } from '../../io.ts';
import { ProgressBar } from '../../print/progress-bar.ts';
import { grouped } from '../../print/table.ts';

interface SearchOptions extends FilterOptions {
  readonly limit: number;
}

const examples = `
The text is looked for in the whole event: its data, ids, actor. Upper and lower case are the same.

Examples:
  $ podium events search "login page"                        anything that says so
  $ podium events search user:anna --since 2026-01-31        what Anna did since that day
  $ podium events search --type TaskMoved --type TaskDeleted --project p-1
  $ podium events search 7f3c9a --json | jq .position        events that name an id
`;

export function searchCommand(io: Io, outcome: Outcome): Command {
  const command = new Command('search')
    .description('Events by text, type, project and time.')
    .argument('[text]', 'what has to stand in them')
    .addOption(new Option('-n, --limit <count>', 'stop after so many; 0 for all').argParser(parseCount).default(100));
  return addFilterOptions(command)
    .addOption(new Option('--until <time>', 'only before this time').argParser((text) => parseTime(text)))
    .addHelpText('after', examples)
    .action(withStack<SearchOptions, [string | undefined]>(io, outcome, search));
}

async function search({ nc, io, json }: CommandContext, options: SearchOptions, text = ''): Promise<void> {
  const isWanted = factFilter(options);
  const needle = text.toLowerCase();
  const limit = options.limit === 0 ? Infinity : options.limit;
  const head = await headPosition(nc);
  const after = await positionBefore(nc, options.since);
  const progress = new ProgressBar(io, 'Searching');
  let found = 0;
  const scan = { after, projectId: options.project, signal: io.signal, onUnreadable: unreadableTo(io) };
  search: for await (const batch of scanFacts(nc, scan)) {
    for (const fact of batch) {
      if (!isWanted(fact) || (needle && !JSON.stringify(fact).toLowerCase().includes(needle))) continue;
      progress.end();
      await io.out(json ? factJson(fact) : factLine(fact, io.columns));
      found += 1;
      if (found >= limit) break search;
    }
    progress.update((batch.at(-1)?.position ?? 0) - after, head - after);
  }
  progress.end();
  if (json) return;
  const more = found >= limit ? ', and maybe more: see --limit' : '';
  io.say(`${grouped(found)} found${more}\n`);
}
