import { Scratch } from './scratch.js';
import { bareAppendRate, commandRate, throughCommandHandler } from './log/command-workload.js';
await Scratch.use(async (s) => {
  const nc = await s.connect(await s.nats('a'));
  const which = process.argv[2];
  const n = Number(process.argv[3] ?? 3);
  for (let i = 0; i < n; i++) {
    for (const [name, run] of [['bare', () => bareAppendRate(nc)], ['own', () => commandRate(throughCommandHandler(nc))]]) {
      if (which !== 'both' && which !== name) continue;
      const c = process.cpuUsage(); const r = await run(); const d = process.cpuUsage(c);
      console.log(name, r.toFixed(0), '/s client cpu us/op', ((d.user + d.system) / 20000).toFixed(1));
    }
  }
});
