import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Logger } from '../logger.ts';
import type { Metrics } from './metrics.ts';

/**
 * `GET /metrics` on a port of its own, which only the monitoring system reaches: it then needs no token, and the port
 * for people no exception.
 *
 * @throws the server's error where the port can't be had
 */
export async function startMetricsServer(
  metrics: Metrics,
  logger: Logger,
  address: { readonly host: string; readonly port: number },
): Promise<Server> {
  const server = createServer((request, response) => {
    const isAsked = request.method === 'GET' && request.url?.split('?', 1)[0] === '/metrics';
    if (!isAsked) {
      response.writeHead(404).end();
      return;
    }
    metrics.text().then(
      (text) => response.writeHead(200, { 'Content-Type': metrics.contentType }).end(text),
      (error: unknown) => {
        logger.warn({ err: error }, 'metrics could not be read');
        response.writeHead(503).end();
      },
    );
  });
  server.listen(address.port, address.host);
  await once(server, 'listening');
  return server;
}
