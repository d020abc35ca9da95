import { connectToNats } from '@podium/jetstream';
import type { Command } from 'commander';
import type { NatsConnection } from 'nats';
import { CliError, exitCodes, type ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';
import { natsAddress } from './stack-address.ts';

/** What a command that talks to a stack gets. */
export interface CommandContext {
  readonly io: Io;
  /** Whether programs read the output. */
  readonly json: boolean;
  readonly nc: NatsConnection;
  /** Who decides, for what is kept: `operator:<name>`. */
  readonly actor: string;
}

export interface GlobalOptions {
  readonly nats?: string;
  readonly json?: boolean;
}

/** Where a command puts its exit code. */
export interface Outcome {
  exitCode: ExitCode;
}

type Action<Options, Args extends readonly unknown[]> = (
  context: CommandContext,
  options: Options,
  ...args: Args
) => Promise<ExitCode | void>;

/** Makes a commander action that connects first, closes in the end and sets the exit code. */
export function withStack<Options, Args extends readonly unknown[] = []>(
  io: Io,
  outcome: Outcome,
  action: Action<Options, Args>,
): (...given: unknown[]) => Promise<void> {
  return async (...given) => {
    const command = given.at(-1) as Command;
    const options = command.optsWithGlobals<GlobalOptions & Options>();
    const nc = await connected(options, io);
    try {
      const context = { io, nc, json: options.json ?? false, actor: `operator:${io.env['USER'] ?? 'unknown'}` };
      const args = given.slice(0, -2) as unknown as Args;
      outcome.exitCode = (await action(context, options, ...args)) ?? exitCodes.ok;
    } finally {
      await nc.close();
    }
  };
}

async function connected({ nats }: GlobalOptions, io: Io): Promise<NatsConnection> {
  const { url, source } = natsAddress(nats, io.env);
  try {
    return await connectToNats({ url, name: 'podium-cli' });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CliError(
      exitCodes.unreachable,
      'stack_unreachable',
      `NATS at ${hostOf(url)} does not answer: ${reason}`,
      {
        cause,
        hint: `The address comes from ${source}. Is the stack running?`,
      },
    );
  }
}

/** Without the password. */
function hostOf(url: string): string {
  return url
    .split(',')
    .map((server) => new URL(server.trim()).host)
    .join(', ');
}
