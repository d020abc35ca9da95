import { Command, CommanderError } from 'commander';
import { backupCommand, restoreCommand } from './commands/backup.ts';
import { eventsCommand } from './commands/events.ts';
import { parkedCommand } from './commands/parked.ts';
import { projectionsCommand } from './commands/projections.ts';
import { replayCommand } from './commands/replay.ts';
import { streamsCommand } from './commands/streams.ts';
import type { GlobalOptions, Outcome } from './command-context.ts';
import { explained } from './explain.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';

const overview = `
Which Podium:
  --nats <url>, else NATS_URL, else the stack that "npm start" runs here (PODIUM_DATA, default .podium).

Exit codes:
  0  done
  1  failed
  2  the command line is wrong
  3  projections verify: a table is not what the log says
  4  the stack can't be reached
  5  refused: it would destroy or mix data, and was not told to

Examples:
  $ podium events tail -f                          what happens now
  $ podium events show 42                          an event, why it happened and what came of it
  $ podium projections verify --all                are the tables what the log says?
  $ podium parked list                             what consumers could not handle
  $ podium backup podium-backup.tar                everything, into one file
  $ podium help events search                      every command has examples
`;

/** Runs one command line. Never throws. */
export async function runCli(args: readonly string[], io: Io): Promise<ExitCode> {
  const outcome: Outcome = { exitCode: exitCodes.ok };
  const writes: Promise<void>[] = [];
  const program = buildProgram(io, outcome, (text) => void writes.push(io.out(text)));
  try {
    await program.parseAsync([...args], { from: 'user' });
    await Promise.all(writes);
    return outcome.exitCode;
  } catch (error) {
    // Commander has shown it.
    if (error instanceof CommanderError) {
      await Promise.all(writes);
      return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    }
    if (io.signal.aborted) return exitCodes.failed;
    const { exitCode, code, message, hint } = explained(error);
    const { json } = program.opts<GlobalOptions>();
    if (json) io.say(`${JSON.stringify({ error: { code, message, ...(hint === undefined ? {} : { hint }) } })}\n`);
    else io.say(`podium: ${message}\n${hint === undefined ? '' : `${hint}\n`}`);
    return exitCode;
  }
}

function buildProgram(io: Io, outcome: Outcome, out: (text: string) => void): Command {
  const program = new Command('podium')
    .description('Looks into, repairs, backs up and restores a Podium: its log of events, and what is made from it.')
    .option('--nats <url>', 'NATS of the stack, as nats://user:password@host:4222')
    .option('--json', 'output for programs: one JSON document, or one per line where there can be many')
    .addHelpText('after', overview)
    .configureHelp({ showGlobalOptions: true })
    .addCommand(eventsCommand(io, outcome))
    .addCommand(replayCommand(io, outcome))
    .addCommand(projectionsCommand(io, outcome))
    .addCommand(parkedCommand(io, outcome))
    .addCommand(streamsCommand(io, outcome))
    .addCommand(backupCommand(io, outcome))
    .addCommand(restoreCommand(io, outcome));
  for (const command of [program, ...descendantsOf(program)]) {
    command
      .copyInheritedSettings(program)
      .exitOverride()
      .showHelpAfterError('Add --help for the options and examples.')
      .configureOutput({
        writeOut: out,
        writeErr: (text) => io.say(text),
        getOutHelpWidth: () => io.columns ?? 100,
        getErrHelpWidth: () => io.columns ?? 100,
      });
  }
  return program;
}

function descendantsOf(command: Command): Command[] {
  return command.commands.flatMap((child) => [child, ...descendantsOf(child)]);
}
