import { aggregateIdOf, projectIdOf, type RecordedFact } from '@podium/proto';
import { ByteWriter, ParquetWriter, schemaFromColumnData, type BasicType } from 'hyparquet-writer';

interface Column {
  readonly name: string;
  readonly type: BasicType;
  readonly nullable?: boolean;
  readonly valueOf: (fact: RecordedFact) => unknown;
}

const columns: readonly Column[] = [
  { name: 'position', type: 'INT64', valueOf: (fact) => BigInt(fact.position) },
  { name: 'time', type: 'TIMESTAMP', valueOf: (fact) => new Date(fact.time) },
  { name: 'type', type: 'STRING', valueOf: (fact) => fact.type },
  { name: 'project_id', type: 'STRING', valueOf: projectIdOf },
  { name: 'context', type: 'STRING', valueOf: (fact) => fact.subject.split('/')[1] ?? '' },
  { name: 'aggregate_id', type: 'STRING', valueOf: aggregateIdOf },
  { name: 'version', type: 'INT32', valueOf: (fact) => fact.version },
  { name: 'actor', type: 'STRING', valueOf: (fact) => fact.actor },
  { name: 'id', type: 'STRING', valueOf: (fact) => fact.id },
  { name: 'correlation_id', type: 'STRING', valueOf: (fact) => fact.correlationid },
  { name: 'causation_id', type: 'STRING', valueOf: (fact) => fact.causationid },
  { name: 'source', type: 'STRING', valueOf: (fact) => fact.source },
  { name: 'dataschema', type: 'STRING', valueOf: (fact) => fact.dataschema },
  { name: 'traceparent', type: 'STRING', nullable: true, valueOf: (fact) => fact.traceparent ?? null },
  { name: 'data', type: 'JSON', valueOf: (fact) => fact.data },
];

/**
 * A row group is held in memory as a whole and encoded at one go, about 0.1 s in which a server answers nobody; and facts
 * differ in size by a thousand times. So both are limited.
 */
const rowGroup = { facts: 5_000, dataChars: 4 * 1024 * 1024 };

/** A Parquet file, Snappy compressed, in pieces of one row group. A file without facts has its columns all the same. */
export async function* parquet(batches: AsyncIterable<readonly RecordedFact[]>): AsyncGenerator<Uint8Array> {
  const writer = new ByteWriter();
  const file = new ParquetWriter({
    writer,
    schema: schemaFromColumnData({ columnData: columnData([]) }),
    createdBy: 'podium',
  });
  for await (const facts of grouped(batches)) {
    void file.write({ columnData: columnData(facts), rowGroupSize: facts.length });
    yield taken(writer);
  }
  void file.finish();
  yield taken(writer);
}

function columnData(facts: readonly RecordedFact[]) {
  return columns.map(({ name, type, nullable = false, valueOf }) => ({
    name,
    type,
    nullable,
    data: facts.map(valueOf),
  }));
}

/** What was written since the last time. The offsets in the file go on. */
function taken(writer: ByteWriter): Uint8Array {
  const bytes = new Uint8Array(writer.buffer, 0, writer.index).slice();
  writer.index = 0;
  return bytes;
}

async function* grouped(batches: AsyncIterable<readonly RecordedFact[]>): AsyncGenerator<readonly RecordedFact[]> {
  let group: RecordedFact[] = [];
  let dataChars = 0;
  for await (const batch of batches) {
    for (const fact of batch) {
      group.push(fact);
      dataChars += JSON.stringify(fact.data).length;
      if (group.length < rowGroup.facts && dataChars < rowGroup.dataChars) continue;
      yield group;
      group = [];
      dataChars = 0;
    }
  }
  if (group.length > 0) yield group;
}
