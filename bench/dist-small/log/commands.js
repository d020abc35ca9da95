import { median } from "../harness.js";
import { Scratch } from "../scratch.js";
import { aggregateCount, bareAppendRate, commandCount, commandRate, parallel, throughCommandHandler, } from "./command-workload.js";
import { throughEmmett } from "./emmett.js";
const rounds = 5;
/** Commands (load, decide, append with the expected position), against bare appends and against Emmett. */
export function measureCommands() {
    return Scratch.use(async (scratch) => {
        const nc = await scratch.connect(await scratch.nats('nats'));
        const alwaysNc = await scratch.connect(await scratch.nats('nats-always', { syncInterval: 'always' }));
        const emmett = await throughEmmett(await scratch.postgres());
        scratch.defer(() => emmett.close());
        const bare = [];
        const own = [];
        const always = [];
        const others = [];
        for (let round = 0; round < rounds; round++) {
            bare.push(await bareAppendRate(nc));
            own.push(await commandRate(throughCommandHandler(nc)));
            others.push(await commandRate(emmett.carryOut));
            always.push(await commandRate(throughCommandHandler(alwaysNc)));
        }
        const against = (left, right) => left.map((value, round) => value / (right[round] ?? 0));
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
//# sourceMappingURL=commands.js.map