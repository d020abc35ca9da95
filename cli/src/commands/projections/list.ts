import { ProjectionControl, type ProjectionInfo } from '@podium/projections';
import { Command } from 'commander';
import { withStack, type CommandContext, type Outcome } from '../../command-context.ts';
import type { Io } from '../../io.ts';
import { table } from '../../print/table.ts';
import { listProjections, nameOf } from './choose.ts';

const listExamples = `
One line per projection and replica: of several replicas one writes the tables ("running"), the others stand by.

Examples:
  $ podium projections list
  $ podium projections list --json | jq '.[] | select(.state == "failed") | .error'
`;

const lagExamples = `
The lag is how many events of the log are not in the tables yet. It is 0, or a few under load; one that stays or grows,
or a projection that has failed, is a case for "podium projections rebuild".

Examples:
  $ podium projections lag
  $ podium projections lag --json | jq 'map(.lag) | max'
`;

export function listCommand(io: Io, outcome: Outcome): Command {
  return new Command('list')
    .description('All projections of the running services, with their tables.')
    .addHelpText('after', listExamples)
    .action(withStack(io, outcome, list));
}

export function lagCommand(io: Io, outcome: Outcome): Command {
  return new Command('lag')
    .description('How far behind the log each projection is.')
    .addHelpText('after', lagExamples)
    .action(withStack(io, outcome, lag));
}

async function list({ nc, io, json }: CommandContext): Promise<void> {
  const infos = await listProjections(new ProjectionControl(nc));
  if (json) return io.out(`${JSON.stringify(infos)}\n`);
  const head = ['PROJECTION', 'VERSION', 'STATE', 'POSITION', 'LAG', 'REPLICA', 'TABLES'];
  await io.out(
    table(
      head,
      infos.map((info) => [
        nameOf(info),
        info.version,
        stateOf(info),
        info.position,
        info.lag,
        info.replica,
        info.tables.join(', '),
      ]),
    ),
  );
  await printErrors(io, infos);
}

async function lag({ nc, io, json }: CommandContext): Promise<void> {
  const infos = (await listProjections(new ProjectionControl(nc))).filter(({ state }) => state !== 'standby');
  if (json) {
    const lags = infos.map(({ service, name, state, position, head, lag }) => ({
      service,
      name,
      state,
      position,
      head,
      lag,
    }));
    return io.out(`${JSON.stringify(lags)}\n`);
  }
  const rows = infos.map((info) => [nameOf(info), stateOf(info), info.position, info.head, info.lag]);
  await io.out(table(['PROJECTION', 'STATE', 'POSITION', 'HEAD', 'LAG'], rows));
  await printErrors(io, infos);
}

function stateOf({ state, operation }: ProjectionInfo): string {
  if (!operation) return state;
  const { done = 0, total = 0 } = operation.progress ?? {};
  return `${state}, ${operation.kind} ${total > 0 ? Math.floor((done / total) * 100) : 0} %`;
}

async function printErrors(io: Io, infos: readonly ProjectionInfo[]): Promise<void> {
  for (const info of infos) if (info.error) await io.out(`\n${nameOf(info)} (${info.replica}): ${info.error}\n`);
}
