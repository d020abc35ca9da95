import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { headPosition, scanFacts } from '@podium/jetstream';
import type { RecordedFact } from '@podium/proto';
import { Command, Option } from 'commander';
import { parseTime } from '../../args/parse.ts';
import { withStack, type CommandContext, type Outcome } from '../../command-context.ts';
import { CliError, exitCodes, usageError } from '../../exit-codes.ts';
import { addFilterOptions, factFilter, positionBefore, type FilterOptions } from '../../facts/filter.ts';
import { FactParquetWriter } from '../../facts/parquet.ts';
import { factJson } from '../../facts/print-fact.ts';
import type { Io } from '../../io.ts';
import { ProgressBar } from '../../print/progress-bar.ts';
import { grouped } from '../../print/table.ts';

interface ExportOptions extends FilterOptions {
  readonly output?: string;
  readonly format: 'ndjson' | 'parquet';
}

const examples = `
NDJSON has one event per line, as the log holds it (CloudEvents 1.0 JSON), with its position. Parquet has the columns position,
id, type, time, subject, project_id, context, aggregate_id, version, actor, correlation_id, causation_id, and data as JSON.
What is in the log when the export begins is exported. The file appears under its name when it is complete.

Examples:
  $ podium events export -o events.ndjson                              everything
  $ podium events export | gzip > events.ndjson.gz                     the same, compressed
  $ podium events export -p p-1 --since 2026-01-01 --until 2026-02-01 -o january.ndjson
  $ podium events export --format parquet -o events.parquet
  $ duckdb -c "SELECT type, count(*) FROM 'events.parquet' GROUP BY ALL"
`;

export function exportCommand(io: Io, outcome: Outcome): Command {
  const command = new Command('export')
    .description('Copies events to a file or to standard output.')
    .option('-o, --output <file>', 'where to; standard output where absent (NDJSON only)')
    .addOption(new Option('--format <name>', 'how').choices(['ndjson', 'parquet']).default('ndjson'));
  return addFilterOptions(command)
    .addOption(new Option('--until <time>', 'only before this time').argParser((text) => parseTime(text)))
    .addHelpText('after', examples)
    .action(withStack(io, outcome, exportEvents));
}

/** Where exported events go. */
interface Sink {
  add(facts: readonly RecordedFact[]): Promise<void>;
  finish(): Promise<void>;
}

async function exportEvents(context: CommandContext, options: ExportOptions): Promise<void> {
  const { output, format } = options;
  if (output === undefined) {
    if (format === 'parquet') throw usageError('Parquet can only go to a file', 'Add --output events.parquet.');
    await copy(context, options, { add: (facts) => context.io.out(facts.map(factJson).join('')), finish: async () => undefined });
    return;
  }
  if (existsSync(output)) {
    const hint = 'Choose another name, or remove it first.';
    throw new CliError(exitCodes.refused, 'file_exists', `${output} exists already`, { hint });
  }
  const partial = `${output}.partial`;
  try {
    const sink = format === 'parquet' ? new FactParquetWriter(partial) : await ndjsonFile(partial);
    const count = await copy(context, options, sink);
    context.io.signal.throwIfAborted();
    await rename(partial, output);
    if (context.json) await context.io.out(`${JSON.stringify({ file: output, format, events: count })}\n`);
    else context.io.say(`${grouped(count)} events in ${output}\n`);
  } finally {
    await rm(partial, { force: true });
  }
}

async function copy({ nc, io }: CommandContext, options: ExportOptions, sink: Sink): Promise<number> {
  const isWanted = factFilter(options);
  const [head, after] = await Promise.all([headPosition(nc), positionBefore(nc, options.since)]);
  const progress = new ProgressBar(io, 'Exporting');
  let count = 0;
  try {
    for await (const batch of scanFacts(nc, { after, until: head, projectId: options.project, signal: io.signal })) {
      const wanted = batch.filter(isWanted);
      if (wanted.length > 0) await sink.add(wanted);
      count += wanted.length;
      progress.update((batch.at(-1)?.position ?? 0) - after, head - after);
    }
    await sink.finish();
  } finally {
    progress.end();
  }
  return count;
}

async function ndjsonFile(path: string): Promise<Sink> {
  const file = await open(path, 'w', 0o600);
  return {
    add: async (facts) => void (await file.write(facts.map(factJson).join(''))),
    finish: async () => {
      await file.sync();
      await file.close();
    },
  };
}
