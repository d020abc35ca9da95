// Run by a test, and killed by it: leads a projection through the compiled packages and hangs in the middle of a rebuild.
import { writeSync } from 'node:fs';
import { connectToNats } from '@podium/jetstream';
import { createDataSource, createLogger } from '@podium/service-kit';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ProjectionRunner } from '../../dist/index.js';

const [natsUrl, databaseUrl, schema, hangAfter] = process.argv.slice(2);

class ProjectCountRow {}
Entity('project_counts')(ProjectCountRow);
PrimaryColumn('text')(ProjectCountRow.prototype, 'project_id');
Column('integer')(ProjectCountRow.prototype, 'facts');
Column('bigint')(ProjectCountRow.prototype, 'position');

let folds = -Infinity;
const projectOf = (fact) => fact.subject.split('/')[0];
const projection = {
  name: 'counts',
  version: 1,
  contexts: ['task'],
  tables: [
    {
      entity: ProjectCountRow,
      keyOf: projectOf,
      fold: (row, fact) => {
        folds += 1;
        if (folds > Number(hangAfter)) hang();
        return { project_id: projectOf(fact), facts: (row?.facts ?? 0) + 1, position: fact.position };
      },
    },
  ],
};

function hang() {
  writeSync(1, 'hangs');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

const nc = await connectToNats({ url: natsUrl, name: 'doomed' });
const dataSource = await createDataSource({ url: databaseUrl, schema, entities: [ProjectCountRow] });
const logger = createLogger({ service: 'doomed', level: 'silent' });
const runner = new ProjectionRunner({ nc, dataSource, schema, projection, logger, maxRowsInMemory: 2 });
await runner.start();
await runner.waitFor((await runner.status()).head, 20_000);
folds = 0;
await runner.rebuild({
  onProgress: ({ phase }) => {
    if (phase === 'swapping') hang();
  },
});
