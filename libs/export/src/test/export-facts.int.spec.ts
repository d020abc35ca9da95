import { randomUUID } from 'node:crypto';
import { createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { connectToNats, ensureStreams, JetStreamEventLog } from '@podium/jetstream';
import { schemaOf, TaskPriority, type EventEnvelope } from '@podium/proto';
import { freshNats, type FreshNats } from '@podium/testing';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, type FileMetaData } from 'hyparquet';
import type { NatsConnection } from 'nats';
import { exportFacts, type ExportOptions, type ExportProgress } from '../index.ts';

jest.setTimeout(120_000);

let server: FreshNats;
let nc: NatsConnection;
let directory: string;

const type = 'podium.task.v1.TaskCreated';
const [alpha, beta] = [`alpha-${randomUUID()}`, `beta-${randomUUID()}`];
const noon = Date.parse('2026-03-01T12:00:00.000Z');
const minute = 60_000;

function taskCreated(projectId: string, time: number, description: string): EventEnvelope<typeof type> {
  const taskId = randomUUID();
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: '/podium/task-svc',
    type,
    subject: `${projectId}/task/${taskId}`,
    time: new Date(time).toISOString(),
    datacontenttype: 'application/json',
    dataschema: schemaOf(type),
    data: { taskId, title: 'Grüße, "日本"\n', description, priority: TaskPriority.HIGH, rank: 'a' },
    correlationid: 'request-1',
    causationid: 'request-1',
    actor: 'user:owner',
    version: 1,
  };
}

async function write(facts: readonly EventEnvelope<typeof type>[]): Promise<void> {
  const log = new JetStreamEventLog(nc, { giveUpAfterSeconds: 30 });
  for (const fact of facts) {
    const [projectId = '', , id = ''] = fact.subject.split('/');
    await log.append({ projectId, context: 'task', id }, 0, [fact]);
  }
}

/** Twelve facts, one a minute from noon on, alternating between two projects: positions 1 to 12. */
const written = Array.from({ length: 12 }, (_, index) =>
  taskCreated(index % 2 === 0 ? alpha : beta, noon + index * minute, `fact ${index + 1}`),
);

beforeAll(async () => {
  server = await freshNats();
  nc = await connectToNats({ url: server.url, name: 'export.int' });
  await ensureStreams(nc);
  await write(written);
  directory = mkdtempSync(join(tmpdir(), 'podium-export-'));
});

afterAll(async () => {
  await nc.close();
  await server.dispose();
  rmSync(directory, { recursive: true, force: true });
});

async function lines(options: Omit<ExportOptions, 'format'>): Promise<EventEnvelope[]> {
  const stream = new PassThrough();
  const parts: string[] = [];
  stream.setEncoding('utf8').on('data', (part: string) => parts.push(part));
  await exportFacts(nc, { ...options, format: 'ndjson' }, stream);
  const whole = parts.join('');
  expect(whole === '' || whole.endsWith('\n')).toBe(true);
  return whole
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as EventEnvelope);
}

const positions = (from: number, to: number): object[] =>
  written.slice(from - 1, to).map((fact, index) => ({ ...fact, position: from + index }));

async function rowsOf(options: Omit<ExportOptions, 'format'>): Promise<{ rows: object[]; metadata: FileMetaData }> {
  const path = join(directory, `${randomUUID()}.parquet`);
  const { sizeBytes } = await exportFacts(nc, { ...options, format: 'parquet' }, createWriteStream(path));
  const file = await asyncBufferFromFile(path);
  expect(file.byteLength).toBe(sizeBytes);
  const metadata = await parquetMetadataAsync(file);
  return { rows: await parquetReadObjects({ file, metadata }), metadata };
}

describe('exportFacts as NDJSON', () => {
  it('writes every fact, one per line, in order', async () => {
    expect(await lines({})).toEqual(positions(1, 12));
  });

  it('takes positions: from the first that belongs to it to the first that does not', async () => {
    expect(await lines({ from: 3, to: 7 })).toEqual(positions(3, 6));
    expect(await lines({ to: 3 })).toEqual(positions(1, 2));
    expect(await lines({ from: 11 })).toEqual(positions(11, 12));
    expect(await lines({ from: 11, to: 1_000 })).toEqual(positions(11, 12));
    expect(await lines({ from: 1_000 })).toEqual([]);
    expect(await lines({ from: 5, to: 5 })).toEqual([]);
  });

  it('takes times as the facts say them, also where the log was written later', async () => {
    const at = (index: number): Date => new Date(noon + index * minute);
    expect(await lines({ from: at(2), to: at(5) })).toEqual(positions(3, 5));
    expect(await lines({ to: at(1) })).toEqual(positions(1, 1));
    expect(await lines({ from: at(100) })).toEqual([]);
    expect(await lines({ from: new Date('2999-01-01') })).toEqual([]);
    expect(await lines({ from: 4, to: at(6) })).toEqual(positions(4, 6));
  });

  it('takes one project', async () => {
    const facts = await lines({ projectId: beta, from: 3 });
    expect(facts.map(({ data }) => (data as { description: string }).description)).toEqual(
      [4, 6, 8, 10, 12].map((number) => `fact ${number}`),
    );
    expect(await lines({ projectId: 'nobody' })).toEqual([]);
  });

  it('refuses what no project can be called, without harm to the connection', async () => {
    const untouched = new PassThrough();
    const exporting = exportFacts(nc, { format: 'ndjson', projectId: 'a b' }, untouched);
    await expect(exporting).rejects.toMatchObject({ code: 'invalid_subject' });
    expect(untouched.destroyed).toBe(false);
    expect(await lines({ from: 12 })).toEqual(positions(12, 12));
  });

  it('says how far it is', async () => {
    const told: ExportProgress[] = [];
    const sink = new PassThrough().resume();
    const options: ExportOptions = { format: 'ndjson', to: 11 };
    const summary = await exportFacts(nc, options, sink, { onProgress: (progress) => told.push(progress) });
    expect(summary.facts).toBe(10);
    expect(told.at(-1)).toEqual({ facts: 10, position: 10, lastPosition: 10 });
  });
});

describe('exportFacts as Parquet', () => {
  it('can be read back, with types', async () => {
    const { rows, metadata } = await rowsOf({ projectId: alpha });
    expect(metadata.num_rows).toBe(6n);
    const [first] = written;
    expect(rows[0]).toEqual({
      position: 1n,
      time: new Date(noon),
      type,
      project_id: alpha,
      context: 'task',
      aggregate_id: first?.data.taskId,
      version: 1,
      actor: 'user:owner',
      id: first?.id,
      correlation_id: 'request-1',
      causation_id: 'request-1',
      source: '/podium/task-svc',
      dataschema: schemaOf(type),
      traceparent: null,
      data: first?.data,
    });
    expect(rows.map((row) => (row as { position: bigint }).position)).toEqual([1n, 3n, 5n, 7n, 9n, 11n]);
  });

  it('has its columns where there is no fact', async () => {
    const { rows, metadata } = await rowsOf({ from: 1_000 });
    expect(rows).toEqual([]);
    expect(metadata.schema.map(({ name }) => name)).toContain('aggregate_id');
  });

  it('splits what is large into row groups', async () => {
    const large = 'x'.repeat(900_000);
    const from = written.length + 1;
    await write(Array.from({ length: 12 }, (_, index) => taskCreated(alpha, noon, `${index} ${large}`)));
    const { rows, metadata } = await rowsOf({ from });
    expect(metadata.row_groups.map((group) => group.num_rows)).toEqual([5n, 5n, 2n]);
    expect(rows).toHaveLength(12);
    expect(rows.map((row) => (row as { data: { description: string } }).data.description)).toEqual(
      Array.from({ length: 12 }, (_, index) => `${index} ${large}`),
    );
  });
});

describe.each(['ndjson', 'parquet'] as const)('An export as %s that ends early', (format) => {
  it('is aborted by its signal and leaves no file that looks whole', async () => {
    const path = join(directory, randomUUID());
    const controller = new AbortController();
    const onProgress = (): void => controller.abort();
    const exporting = exportFacts(nc, { format }, createWriteStream(path), { onProgress, signal: controller.signal });
    await expect(exporting).rejects.toMatchObject({ name: 'AbortError' });
    if (format === 'parquet' && existsSync(path)) expect(readFileSync(path).subarray(-4).toString()).not.toBe('PAR1');
  });

  it('fails with what the writable fails with', async () => {
    const full = new Writable({ write: (_chunk, _encoding, done) => done(new Error('The disk is full')) });
    await expect(exportFacts(nc, { format }, full)).rejects.toThrow('The disk is full');
  });
});
