import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNats, startPostgres } from '@podium/embedded-servers';
import { connectToNats, ensureStreams } from '@podium/jetstream';
const databaseName = 'bench';
/** Servers and connections of one measurement, on a directory that goes with them. */
export class Scratch {
    #directory = mkdtempSync(join(tmpdir(), 'podium-bench-'));
    #undo = [];
    #remove = () => rmSync(this.#directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    constructor() {
        // Where the process is told to end in the middle of a measurement.
        process.once('exit', this.#remove);
    }
    /** Whatever becomes of the work, nothing is left of what it started. */
    static async use(work) {
        const scratch = new Scratch();
        try {
            return await work(scratch);
        }
        finally {
            await scratch.#dispose();
        }
    }
    /** Done at the end, before what was begun earlier is undone. */
    defer(undo) {
        this.#undo.push(undo);
    }
    /** A NATS server of its own, as `npm start` has it, with Podium's streams. Gives its URL. */
    async nats(name, options = {}) {
        const server = await startNats({ ...options, storeDir: join(this.#directory, name) });
        this.defer(() => server.stop());
        const nc = await connectToNats({ url: server.url, name: 'bench' });
        await ensureStreams(nc);
        await nc.close();
        return server.url;
    }
    /** A connection to stay until the end. */
    async connect(url) {
        const nc = await connectToNats({ url, name: 'bench' });
        this.defer(() => nc.close());
        return nc;
    }
    /** A PostgreSQL server of its own, as `npm start` has it, with an empty database. Gives the database's URL. */
    async postgres() {
        const server = await startPostgres({ dataDir: join(this.#directory, 'postgres') });
        this.defer(() => server.stop());
        await server.createDatabase(databaseName);
        return server.url(databaseName);
    }
    async #dispose() {
        try {
            for (const step of this.#undo.splice(0).reverse())
                await step();
        }
        finally {
            this.#remove();
            process.removeListener('exit', this.#remove);
        }
    }
}
//# sourceMappingURL=scratch.js.map