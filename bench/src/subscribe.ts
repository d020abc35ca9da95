import type { RecordedFact } from '@podium/proto';
import { io, type Socket } from 'socket.io-client';

/** A client of its own that gets every fact of a project from now on. @throws where the subscription is refused */
export async function subscribe(
  url: string,
  projectId: string,
  onEvent: (fact: RecordedFact) => void,
): Promise<Socket> {
  const socket = io(url, { transports: ['websocket'], forceNew: true });
  socket.on('event', onEvent);
  const answer: unknown = await socket.timeout(10_000).emitWithAck('subscribe', { projectId });
  if (typeof answer !== 'object' || answer === null || 'error' in answer) {
    throw new Error(`The subscription was refused: ${JSON.stringify(answer)}`);
  }
  return socket;
}
