import { projectIdOf, type RecordedFact } from '@podium/proto';
import { fileWriter, ParquetWriter } from 'hyparquet-writer';

/** Rows that are held in memory and written together. */
const rowGroupSize = 10_000;

const text = (name: string) => ({ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' }) as const;

/** Columns of the file; `data` is the event's own JSON, as its shape depends on the type. */
const schema = [
  { name: 'root', num_children: 13 },
  { name: 'position', type: 'INT64', repetition_type: 'REQUIRED' },
  text('id'),
  text('type'),
  { name: 'time', type: 'INT64', converted_type: 'TIMESTAMP_MILLIS', repetition_type: 'REQUIRED' },
  text('subject'),
  text('project_id'),
  text('context'),
  text('aggregate_id'),
  { name: 'version', type: 'INT32', repetition_type: 'REQUIRED' },
  text('actor'),
  text('correlation_id'),
  text('causation_id'),
  text('data'),
] as const;

/** Writes facts as a Parquet file (snappy), group by group. */
export class FactParquetWriter {
  readonly #writer: ParquetWriter;
  #rows: RecordedFact[] = [];

  constructor(path: string) {
    this.#writer = new ParquetWriter({ writer: fileWriter(path), schema: [...schema] });
  }

  async add(facts: readonly RecordedFact[]): Promise<void> {
    for (const fact of facts) this.#rows.push(fact);
    if (this.#rows.length >= rowGroupSize) await this.#flush();
  }

  async finish(): Promise<void> {
    if (this.#rows.length > 0) await this.#flush();
    await this.#writer.finish();
  }

  async #flush(): Promise<void> {
    const rows = this.#rows;
    this.#rows = [];
    const column = <T>(name: string, valueOf: (fact: RecordedFact) => T): { name: string; data: T[] } => ({
      name,
      data: rows.map(valueOf),
    });
    const part = (index: number) => (fact: RecordedFact) => fact.subject.split('/')[index] ?? '';
    await this.#writer.write({
      columnData: [
        column('position', ({ position }) => BigInt(position)),
        column('id', ({ id }) => id),
        column('type', ({ type }) => type as string),
        column('time', ({ time }) => new Date(time)),
        column('subject', ({ subject }) => subject),
        column('project_id', projectIdOf),
        column('context', part(1)),
        column('aggregate_id', part(2)),
        column('version', ({ version }) => version),
        column('actor', ({ actor }) => actor),
        column('correlation_id', ({ correlationid }) => correlationid),
        column('causation_id', ({ causationid }) => causationid),
        column('data', ({ data }) => JSON.stringify(data)),
      ],
      rowGroupSize: rows.length,
    });
  }
}
