import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { exportFacts, exportFormats, type ExportFormat, type ExportSummary } from '@podium/export';
import { Command, Option } from 'commander';
import { parseId, parseTime } from '../../args/parse.ts';
import { withStack, type CommandContext, type Outcome } from '../../command-context.ts';
import { CliError, exitCodes, usageError } from '../../exit-codes.ts';
import { unreadableTo } from '../../facts/print-fact.ts';
import type { Io } from '../../io.ts';
import { bytes } from '../../print/format.ts';
import { ProgressBar } from '../../print/progress-bar.ts';
import { grouped } from '../../print/table.ts';

interface ExportCliOptions {
  readonly output?: string;
  readonly format: ExportFormat;
  readonly project?: string;
  readonly since?: Date;
  readonly until?: Date;
  readonly skipUnreadable?: true;
}

const examples = `
NDJSON has one event per line: CloudEvents 1.0 JSON with its position. Parquet has a row per event, with its data as a column
of JSON. What is in the log when the export begins is exported, in the order of the log. Events that were written in an old
shape come out in today's. A file appears under its name when it is complete.

Examples:
  $ podium events export -o events.ndjson                              everything
  $ podium events export | gzip > events.ndjson.gz                     the same, compressed
  $ podium events export -p p-1 --since 2026-01-01 --until 2026-02-01 -o january.ndjson
  $ podium events export --format parquet -o events.parquet
  $ duckdb -c "SELECT type, count(*) FROM 'events.parquet' GROUP BY ALL"
`;

export function exportCommand(io: Io, outcome: Outcome): Command {
  return new Command('export')
    .description('Copies events to a file or to standard output.')
    .option('-o, --output <file>', 'where to; standard output where absent (NDJSON only)')
    .addOption(new Option('--format <name>', 'how').choices(exportFormats).default('ndjson'))
    .addOption(new Option('-p, --project <id>', 'only events of this project').argParser(parseId))
    .addOption(
      new Option('--since <time>', 'only from this time on: 2026-01-31, or 2h, 3d ago').argParser((text) =>
        parseTime(text),
      ),
    )
    .addOption(new Option('--until <time>', 'only before this time').argParser((text) => parseTime(text)))
    .option('--skip-unreadable', 'leave out what is in the log and is no event, and say where it stands')
    .addHelpText('after', examples)
    .action(withStack(io, outcome, exportEvents));
}

async function exportEvents(context: CommandContext, options: ExportCliOptions): Promise<void> {
  const { output, format } = options;
  if (output === undefined) {
    if (format === 'parquet') throw usageError('Parquet can only go to a file', 'Add --output events.parquet.');
    await copy(context, options, standardOutput(context.io));
    return;
  }
  if (existsSync(output)) {
    const hint = 'Choose another name, or remove it first.';
    throw new CliError(exitCodes.refused, 'file_exists', `${output} exists already`, { hint });
  }
  const partial = `${output}.partial`;
  try {
    // What people wrote is in it.
    const { facts, sizeBytes } = await copy(context, options, createWriteStream(partial, { mode: 0o600, flush: true }));
    await rename(partial, output);
    if (context.json) await context.io.out(`${JSON.stringify({ file: output, format, events: facts, sizeBytes })}\n`);
    else context.io.say(`${grouped(facts)} events in ${output}, ${bytes(sizeBytes)}\n`);
  } finally {
    await rm(partial, { force: true });
  }
}

async function copy({ nc, io }: CommandContext, options: ExportCliOptions, to: Writable): Promise<ExportSummary> {
  const { format, project: projectId, since: from, until } = options;
  const progress = new ProgressBar(io, 'Exporting');
  try {
    return await exportFacts(nc, { format, projectId, from, to: until }, to, {
      signal: io.signal,
      ...(options.skipUnreadable && { onUnreadable: unreadableTo(io) }),
      onProgress: ({ position, lastPosition }) => progress.update(position, lastPosition),
    });
  } finally {
    progress.end();
  }
}

function standardOutput(io: Io): Writable {
  return new Writable({
    write: (chunk: Buffer, _, done) => void io.out(chunk.toString()).then(() => done(), done),
  });
}
