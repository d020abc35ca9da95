import { ProjectionControl, type RowDifference, type VerifyResult } from '@podium/projections';
import { Command } from 'commander';
import { withStack, type CommandContext, type Outcome } from '../../command-context.ts';
import { exitCodes, type ExitCode } from '../../exit-codes.ts';
import { shortType } from '../../facts/print-fact.ts';
import type { Io } from '../../io.ts';
import { printable, seconds } from '../../print/format.ts';
import { ProgressBar } from '../../print/progress-bar.ts';
import { grouped, table } from '../../print/table.ts';
import { chooseProjections, nameOf, type ChooseOptions, type ProjectionName } from './choose.ts';

const examples = `
Builds the tables from the log beside those in use, compares both row by row at one position, and removes what it built.
Names the first difference and the event that last changed the row. The exit code is 3 where there is one; then
"podium projections rebuild" makes the tables right.

Examples:
  $ podium projections verify --all
  $ podium projections verify gateway/read-model
  $ podium projections verify --all --json > verify.json || echo "look into verify.json"
`;

export function verifyCommand(io: Io, outcome: Outcome): Command {
  return new Command('verify')
    .description('Are the tables what the log says? Nothing is changed.')
    .argument('[projections...]', '<service>/<name>, or a service for all of its own')
    .option('--all', 'those of all services')
    .addHelpText('after', examples)
    .action(withStack<ChooseOptions, [string[]]>(io, outcome, verify));
}

async function verify({ nc, io, json }: CommandContext, options: ChooseOptions, names: string[]): Promise<ExitCode> {
  const control = new ProjectionControl(nc);
  const results: (ProjectionName & VerifyResult)[] = [];
  for (const projection of await chooseProjections(control, names, options)) {
    const progress = new ProgressBar(io, `Verifying ${nameOf(projection)}`);
    const onProgress = (now: { done: number; total: number; secondsLeft?: number }): void =>
      progress.update(now.done, now.total, now.secondsLeft);
    try {
      const result = await control.verify(projection.service, projection.name, { onProgress, signal: io.signal });
      results.push({ ...projection, ...result });
    } finally {
      progress.end();
    }
  }
  if (json) await io.out(`${JSON.stringify(results)}\n`);
  else await print(io, results);
  return results.every(({ identical }) => identical) ? exitCodes.ok : exitCodes.difference;
}

async function print(io: Io, results: readonly (ProjectionName & VerifyResult)[]): Promise<void> {
  const rows = results.map((result) => [
    nameOf(result),
    result.identical ? 'identical' : 'DIFFERENT',
    result.position,
    result.tables.map(({ table: name, rows }) => `${name} ${grouped(rows)}`).join(', '),
    result.tables.reduce((sum, { differences }) => sum + differences, 0),
    seconds(result.durationSeconds),
  ]);
  await io.out(table(['PROJECTION', 'RESULT', 'POSITION', 'ROWS', 'DIFFERENCES', 'TOOK'], rows));
  for (const { firstDifference: difference, ...projection } of results) {
    if (difference) await io.out(`\nFirst difference in ${nameOf(projection)}:\n${differenceText(difference)}`);
  }
}

function differenceText({ table: name, key, kind, column, live, expected, event }: RowDifference): string {
  const what = kind === 'different' ? `column ${column} is different` : `the row is ${kind} in the table`;
  const by = event
    ? `#${event.position} ${shortType(event.type)} of ${event.subject} at ${event.time}   (podium events show ${event.position})`
    : 'no event ever touched such a row';
  const text = [
    `  ${name}, row ${key}: ${what}`,
    `    is         ${JSON.stringify(live)}`,
    `    should be  ${JSON.stringify(expected)}`,
    `    event      ${by}`,
  ].map(printable);
  return `${text.join('\n')}\n`;
}
