// Run by a test, and killed by it: starts servers from the compiled package, writes into them, and waits.
import { join } from 'node:path';
import { connect } from 'nats';
import { startNats, startPostgres } from '../../dist/index.js';

const directory = process.argv[2];
const [bus, database] = await Promise.all([
  startNats({ storeDir: join(directory, 'nats') }),
  startPostgres({ dataDir: join(directory, 'postgres') }),
]);
const { host, username, password } = new URL(bus.url);
const connection = await connect({ servers: host, user: username, pass: password });
await (await connection.jetstreamManager()).streams.add({ name: 'KEPT', subjects: ['kept'] });
await connection.jetstream().publish('kept', 'before the crash');
await database.createDatabase('board');
process.stdout.write(JSON.stringify([bus.pid, database.pid]));
setInterval(() => undefined, 1000);
