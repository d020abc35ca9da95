import { connect } from 'nats';
import { runAnalytics } from './analytics.ts';
import { CheckpointFile } from './checkpoint.ts';
import { loadConfig } from './config.ts';
import { reportOf } from './report.ts';

const config = loadConfig(process.env, process.argv.slice(2));
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());

const nc = await connect({
  servers: config.natsUrl,
  name: config.durable,
  user: config.user,
  pass: config.password,
  maxReconnectAttempts: -1,
  waitOnFirstConnect: true,
});
try {
  await runAnalytics(nc, {
    durable: config.durable,
    projectId: config.projectId,
    checkpoint: new CheckpointFile(config.checkpointPath),
    signal: stopping.signal,
    onSaved: (snapshot, isCaughtUp) => {
      if (!isCaughtUp) return;
      process.stdout.write(`${JSON.stringify({ position: snapshot.position, days: reportOf(snapshot) })}\n`);
      if (config.once) stopping.abort();
    },
  });
} finally {
  await nc.close();
}
