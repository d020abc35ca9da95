import { randomUUID } from 'node:crypto';
import { Server } from 'socket.io';
import { people } from './fake-people.mjs';

/** Facts, output and steps of the fake gateway, live over Socket.IO. */
export function serveSockets(server, log) {
  const sockets = new Server(server, { serveClient: false, destroyUpgrade: false });
  sockets.on('connection', (socket) => serve(socket, log));
  setInterval(
    () => sockets.emit('heartbeat', { position: log.position, time: new Date().toISOString(), id: randomUUID() }),
    5000,
  ).unref();
}

function serve(socket, log) {
  const ends = new Map();
  socket.on('subscribe', ({ after } = {}, acknowledge) => {
    const start = after ?? log.position;
    if (start > log.position) return acknowledge({ position: log.position, snapshotNeeded: true });
    acknowledge({ position: start });
    for (const fact of log.facts.slice(start)) socket.emit('event', fact, { projectId: null });
    socket.emit('synced', { position: log.position, projectId: null });
    ends.set(
      'facts',
      log.onFact((fact) => socket.emit('event', fact, { projectId: null })),
    );
  });
  socket.on('output', ({ sessionId, after = 0 }, acknowledge) => {
    const output = log.outputOf(sessionId);
    const send = (entry) => socket.emit('output', entry);
    acknowledge({ sequence: after });
    output.chunks.filter((entry) => entry.sequence > after).forEach(send);
    output.listeners.add(send);
    ends.set(sessionId, () => output.listeners.delete(send));
  });
  socket.on('steps', ({ projectId } = {}, acknowledge) => {
    acknowledge({});
    ends.get('steps')?.();
    if (!projectId) return;
    const tell = ({ sessionId, chunk }) => {
      // What a tool answers is no step.
      if (chunk.kind !== 'OUTPUT_KIND_TOOL_RESULT' && log.session(projectId, sessionId))
        socket.emit('step', { sessionId, text: chunk.text.trim() });
    };
    ends.set('steps', log.onOutput(tell));
  });
  socket.on('watch', ({ projectId } = {}, acknowledge) => {
    acknowledge({});
    if (!projectId) return;
    const here = process.argv.includes('--alone') ? people.slice(0, 1) : people;
    const running =
      log.board(projectId)?.sessions.filter(({ status }) => ['running', 'waiting'].includes(status)) ?? [];
    socket.emit('contact', { projectId, runners: 2, heard: running.map(({ id }) => id), lost: [] });
    socket.emit('presence', { projectId, people: here.map((person) => ({ ...person, connections: 1 })) });
  });
  socket.on('output-stop', ({ sessionId }) => ends.get(sessionId)?.());
  socket.on('disconnect', () => ends.forEach((end) => end()));
}
