import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { measure, type Samples } from './harness.ts';
import { HttpClient } from './http-client.ts';

/** An HTTP server that reads what it is sent and gives an answer of the usual size, and nothing else. */
const server = `
  const { createServer } = require('node:http');
  const { parentPort } = require('node:worker_threads');
  const answer = JSON.stringify({ session_id: '0'.repeat(36), status: 'queued', position: 1 });
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(202, { 'Content-Type': 'application/json', 'Content-Length': answer.length });
      response.end(answer);
    });
  });
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

/** The floor under every figure of the API: the same client, and a server in Node.js that does nothing. */
export async function measureRawHttp(count: number, parallel: number): Promise<Samples> {
  const worker = new Worker(server, { eval: true });
  const [port] = (await once(worker, 'message')) as [number];
  const client = new HttpClient(`http://127.0.0.1:${port}`, parallel);
  try {
    const post = () => client.post('/api/projects/p/tasks/t/execute', {}, 202);
    await measure(parallel * 4, parallel, post);
    return await measure(count, parallel, post);
  } finally {
    client.close();
    await worker.terminate();
  }
}
