import { Command } from 'commander';
import type { Outcome } from '../command-context.ts';
import type { Io } from '../io.ts';
import { listParkedCommand, showParkedCommand } from './parked/look.ts';
import { discardCommand, retryCommand } from './parked/resolve.ts';

const overview = `
A message that a consumer can't handle is tried again with growing pauses, and then parked: the rest goes on. Where order
matters, all later messages of the same aggregate (a task, a session, …) are parked behind it. Find out why (show), repair
the cause, and hand them back (retry); or give one up (discard).
`;

export function parkedCommand(io: Io, outcome: Outcome): Command {
  return new Command('parked')
    .description('What consumers could not handle and put aside.')
    .addCommand(listParkedCommand(io, outcome))
    .addCommand(showParkedCommand(io, outcome))
    .addCommand(retryCommand(io, outcome))
    .addCommand(discardCommand(io, outcome))
    .addHelpText('after', overview);
}
