import { existsSync, statSync } from 'node:fs';
import { backupStreams, BackupError, restoreStreams, verifyArchive, type BackupManifest } from '@podium/jetstream';
import { Command } from 'commander';
import { withStack, type CommandContext, type Outcome } from '../command-context.ts';
import { CliError, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { bytes, time } from '../print/format.ts';
import { ProgressBar } from '../print/progress-bar.ts';
import { grouped, table } from '../print/table.ts';

const backupExamples = `
Everything that Podium knows is in its streams, and all of them go into the file: facts, requests, refusals, output and its
archives, parked messages, timers, and how far each durable consumer is. Tables need no backup: services make them from the
facts. Workspaces (the agents' working copies of repositories) are not part of it: push them, or copy the directory.

Podium may run and work meanwhile. The file is a tar of the server's own snapshots with a checksum for each part and a
manifest at its end; it is complete when it has its name. What people wrote is in it: keep it like the data itself.

Examples:
  $ podium backup podium-backup.tar
  $ podium backup "podium-$(date +%F).tar" --json | jq .streams[0].messages
`;

const restoreExamples = `
Sequences, ids, times and consumers come back as they were. The file is read and checked as a whole before anything is
touched. Restore into a new, empty stack: services notice the facts and make their tables from them. Restart it then, so that
the pods of the old stack, which the facts speak of, are replaced by its own.

It refuses where a stream holds messages, as they would be lost. --force removes them: ALL STREAMS OF THIS PODIUM ARE DELETED
first, for good; take a backup of them before. Services that run keep what they remember of the old log: afterwards
restart the stack and run "podium projections rebuild --all".

Examples:
  $ PODIUM_DATA=.podium-2 PORT=3001 npm start                    an empty Podium, in another terminal
  $ PODIUM_DATA=.podium-2 podium restore podium-backup.tar
  $ podium restore podium-backup.tar --verify-only               is the file whole?
`;

export function backupCommand(io: Io, outcome: Outcome): Command {
  return new Command('backup')
    .description('Copies everything into one file, while Podium runs.')
    .argument('<file>', 'must not exist yet')
    .addHelpText('after', backupExamples)
    .action(withStack<object, [string]>(io, outcome, backup));
}

interface RestoreCliOptions {
  readonly force?: boolean;
}

export function restoreCommand(io: Io, outcome: Outcome): Command {
  const restoring = withStack<RestoreCliOptions, [string]>(io, outcome, restore);
  return new Command('restore')
    .description('Puts a backup into an empty Podium.')
    .argument('<file>', 'what "podium backup" wrote')
    .option('--force', 'delete the streams that are there, with all that is in them, first')
    .option('--verify-only', 'only check the file; needs no stack')
    .addHelpText('after', restoreExamples)
    .action(async (...given: unknown[]) => {
      const [file, options] = given as [string, { verifyOnly?: boolean }, Command];
      if (!options.verifyOnly) return restoring(...given);
      await verifyFile(io, file, (given.at(-1) as Command).optsWithGlobals<{ json?: boolean }>().json ?? false);
    });
}

async function backup({ nc, io, json }: CommandContext, _: object, file: string): Promise<void> {
  if (existsSync(file)) {
    const hint = 'Choose another name, or remove it first.';
    throw new CliError(exitCodes.refused, 'file_exists', `${file} exists already`, { hint });
  }
  const progress = new ProgressBar(io, 'Backing up', 'B');
  const manifest = await backupStreams(nc, file, ({ doneBytes, totalBytes }) =>
    progress.update(doneBytes, totalBytes),
  ).finally(() => progress.end());
  await printManifest(io, json, file, manifest, {});
  if (!json) io.say(`Written to ${file}, ${bytes(statSync(file).size)}.\n`);
}

async function restore(
  { nc, io, json }: CommandContext,
  { force = false }: RestoreCliOptions,
  file: string,
): Promise<void> {
  const progress = new ProgressBar(io, 'Restoring', 'B');
  try {
    const { manifest, rewound } = await restoreStreams(nc, file, {
      force,
      onProgress: ({ doneBytes, totalBytes }) => progress.update(doneBytes, totalBytes),
    });
    progress.end();
    await printManifest(io, json, file, manifest, { rewound });
    if (json) return;
    if (rewound.length > 0) io.say(`Begin where they were when the backup began: ${rewound.join(', ')}\n`);
    const then = force ? ', then run "podium projections rebuild --all"' : '';
    io.say(`Restored. Restart this Podium now${then}.\n`);
  } catch (error) {
    progress.end();
    if (!(error instanceof BackupError) || error.code !== 'log_not_empty') throw error;
    const hint =
      'A restore would delete them. Start an empty Podium on another directory (PODIUM_DATA=.podium-2 PORT=3001 npm start) and ' +
      'restore there, or say --force: "podium restore --help" tells what that does.';
    throw new CliError(exitCodes.refused, error.code, error.message, { cause: error, hint });
  }
}

async function verifyFile(io: Io, file: string, json: boolean): Promise<void> {
  const manifest = await verifyArchive(file);
  await printManifest(io, json, file, manifest, {});
  if (!json) io.say('The file is whole.\n');
}

async function printManifest(
  io: Io,
  json: boolean,
  file: string,
  { createdAt, streams, consumers }: BackupManifest,
  more: object,
): Promise<void> {
  const rows = streams.map(({ name, state, parts }) => ({
    name,
    messages: state.messages,
    lastSequence: state.last_seq,
    sizeBytes: parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  }));
  if (json)
    return io.out(`${JSON.stringify({ file, createdAt, streams: rows, consumers: consumers.length, ...more })}\n`);
  await io.out(
    table(
      ['STREAM', 'MESSAGES', 'LAST', 'COMPRESSED'],
      rows.map(({ name, messages, lastSequence, sizeBytes }) => [name, messages, lastSequence, bytes(sizeBytes)]),
    ),
  );
  await io.out(`\n${grouped(consumers.length)} durable consumers, as of ${time(createdAt)} UTC\n`);
}
