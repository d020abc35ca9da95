import type { RecordedFact } from '@podium/proto';

const encoder = new TextEncoder();

/** One fact per line. */
export async function* ndjson(batches: AsyncIterable<readonly RecordedFact[]>): AsyncGenerator<Uint8Array> {
  for await (const batch of batches) {
    yield encoder.encode(batch.map((fact) => `${JSON.stringify(fact)}\n`).join(''));
  }
}
