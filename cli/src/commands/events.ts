import { Command } from 'commander';
import type { Outcome } from '../command-context.ts';
import type { Io } from '../io.ts';
import { exportCommand } from './events/export.ts';
import { importCommand } from './events/import.ts';
import { searchCommand } from './events/search.ts';
import { showCommand } from './events/show.ts';
import { tailCommand } from './events/tail.ts';

export function eventsCommand(io: Io, outcome: Outcome): Command {
  return new Command('events')
    .description('Reads the log of what happened, and copies it out of a stack and into an empty one.')
    .addCommand(tailCommand(io, outcome))
    .addCommand(showCommand(io, outcome))
    .addCommand(searchCommand(io, outcome))
    .addCommand(exportCommand(io, outcome))
    .addCommand(importCommand(io, outcome));
}
