import { ProjectionControl, type RebuildResult } from '@podium/projections';
import { Command } from 'commander';
import { withStack, type CommandContext, type Outcome } from '../../command-context.ts';
import type { Io } from '../../io.ts';
import { seconds } from '../../print/format.ts';
import { ProgressBar } from '../../print/progress-bar.ts';
import { grouped, table } from '../../print/table.ts';
import { chooseProjections, nameOf, type ChooseOptions, type ProjectionName } from './choose.ts';

interface RebuildCliOptions extends ChooseOptions {
  readonly dropPrevious?: boolean;
}

const examples = `
Builds the tables from the log beside those in use, catches up, and swaps them in one transaction. The service goes on to
serve meanwhile. If it fails, or is cut off by Ctrl-C, the tables in use are as they were. The replaced tables stay in the
schema <schema>__previous until the next rebuild, unless --drop-previous is given.

Examples:
  $ podium projections rebuild gateway/read-model
  $ podium projections rebuild task-svc                    all that a service has
  $ podium projections rebuild --all --drop-previous       as after a restore
`;

export function rebuildCommand(io: Io, outcome: Outcome): Command {
  return new Command('rebuild')
    .description('Makes the tables anew from the log, while the service serves.')
    .argument('[projections...]', '<service>/<name>, or a service for all of its own')
    .option('--all', 'those of all services')
    .option('--drop-previous', 'do not keep the replaced tables')
    .addHelpText('after', examples)
    .action(withStack<RebuildCliOptions, [string[]]>(io, outcome, rebuild));
}

async function rebuild(context: CommandContext, options: RebuildCliOptions, names: string[]): Promise<void> {
  const chosen = await chooseProjections(new ProjectionControl(context.nc), names, options);
  await rebuildProjections(context, chosen, options.dropPrevious ?? false);
}

/** One after the other; what is shown is the same for `replay projection`. @throws ControlError at the first that fails. */
export async function rebuildProjections(
  { nc, io, json }: CommandContext,
  chosen: readonly ProjectionName[],
  dropPrevious: boolean,
): Promise<void> {
  const control = new ProjectionControl(nc);
  const results: (ProjectionName & RebuildResult)[] = [];
  for (const projection of chosen) {
    const progress = new ProgressBar(io, `Rebuilding ${nameOf(projection)}`);
    const onProgress = (now: { done: number; total: number; secondsLeft?: number }): void =>
      progress.update(now.done, now.total, now.secondsLeft);
    try {
      const options = { dropPrevious, onProgress, signal: io.signal };
      results.push({ ...projection, ...(await control.rebuild(projection.service, projection.name, options)) });
    } finally {
      progress.end();
    }
  }
  if (json) return io.out(`${JSON.stringify(results)}\n`);
  const head = ['PROJECTION', 'VERSION', 'POSITION', 'ROWS', 'TOOK', 'EVENTS/S', 'SWAP MS'];
  const rows = results.map((result) => [
    nameOf(result),
    result.version,
    result.position,
    result.tables.map(({ table: name, rows }) => `${name} ${grouped(rows)}`).join(', '),
    seconds(result.durationSeconds),
    Math.round(result.factsPerSecond),
    Math.round(result.swapMilliseconds),
  ]);
  await io.out(table(head, rows));
}
