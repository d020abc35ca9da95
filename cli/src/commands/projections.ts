import { Command } from 'commander';
import type { Outcome } from '../command-context.ts';
import type { Io } from '../io.ts';
import { lagCommand, listCommand } from './projections/list.ts';
import { rebuildCommand } from './projections/rebuild.ts';
import { verifyCommand } from './projections/verify.ts';

export function projectionsCommand(io: Io, outcome: Outcome): Command {
  return new Command('projections')
    .description('The tables that services make from the log: how far they are, whether they are right, anew.')
    .addCommand(listCommand(io, outcome))
    .addCommand(lagCommand(io, outcome))
    .addCommand(rebuildCommand(io, outcome))
    .addCommand(verifyCommand(io, outcome));
}
