import type { IncomingMessage, ServerResponse } from 'node:http';
import compression from 'compression';

/** Below that the headers cost more than is won. */
const smallestBytes = 1_024;

const compressIt = compression({
  threshold: smallestBytes,
  filter: (request, response) => !isStream(response) && !isPart(response) && compression.filter(request, response),
});

/** Has an answer compressed as the client takes it (brotli or gzip), where it is text and worth it. */
export function compressed(request: IncomingMessage, response: ServerResponse, answer: () => void): void {
  // It uses nothing of what Express adds to these.
  compressIt(request as Parameters<typeof compressIt>[0], response as Parameters<typeof compressIt>[1], answer);
}

/** Events have to arrive one by one. */
function isStream(response: ServerResponse): boolean {
  return String(response.getHeader('content-type')).startsWith('text/event-stream');
}

/** What it says of its place in the whole would not be true of what is compressed. */
function isPart(response: ServerResponse): boolean {
  return response.statusCode === 206;
}
