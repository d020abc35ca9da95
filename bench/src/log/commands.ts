import { median, type Figure } from '../harness.ts';
import { Scratch } from '../scratch.ts';
import {
  aggregateCount,
  bareAppendRate,
  commandCount,
  commandRate,
  parallel,
  throughCommandHandler,
} from './command-workload.ts';
import { throughEmmett } from './emmett.ts';

const rounds = 7;

/** Commands (load, decide, append with the expected position), against bare appends and against Emmett. */
export function measureCommands(): Promise<Figure[]> {
  return Scratch.use(async (scratch) => {
    const nc = await scratch.connect(await scratch.nats('nats'));
    const alwaysNc = await scratch.connect(await scratch.nats('nats-always', { syncInterval: 'always' }));
    const emmett = await throughEmmett(await scratch.postgres());
    scratch.defer(() => emmett.close());
    const bare: number[] = [];
    const own: number[] = [];
    const always: number[] = [];
    const others: number[] = [];
    const turns = [
      async () => bare.push(await bareAppendRate(nc)),
      async () => own.push(await commandRate(throughCommandHandler(nc))),
      async () => others.push(await commandRate(emmett.carryOut)),
      async () => always.push(await commandRate(throughCommandHandler(alwaysNc))),
    ];
    for (let round = 0; round < rounds; round++) {
      // There and back, so that a machine that gets slower or faster meanwhile favours none.
      for (const turn of round % 2 === 0 ? turns : turns.toReversed()) await turn();
    }
    const against = (left: readonly number[], right: readonly number[]): number[] =>
      left.map((value, round) => value / (right[round] ?? 0));
    const what = `${commandCount} over ${aggregateCount} aggregates, ${parallel} at once`;
    return [
      median({ name: `bare appends, ${what}`, unit: '/s', rounds: bare }),
      median({ name: `commands, ${what}`, unit: '/s', rounds: own }),
      median({ name: `commands with sync_interval always`, unit: '/s', rounds: always }),
      median({ name: 'commands on Emmett and PostgreSQL', unit: '/s', rounds: others }),
      median({ name: 'commands against bare appends', unit: '×', atLeast: 0.5, rounds: against(own, bare) }),
      median({ name: 'commands against Emmett', unit: '×', atLeast: 3, rounds: against(own, others) }),
      median({
        name: 'commands with sync_interval always against Emmett',
        unit: '×',
        atLeast: 1,
        rounds: against(always, others),
      }),
    ];
  });
}
