import type { Server } from 'socket.io';
import { projectOfRoom, roomOf, stepsRoomOf } from '../live/scope.ts';
import type { ContactFeed } from './contact-feed.ts';

/** Lets contacts be told while somebody looks at the project, and each newcomer at once. */
export function followContacts(server: Server, contacts: ContactFeed): void {
  const { sockets } = server;
  const { adapter } = sockets;
  contacts.onChange((contact) => {
    const { projectId } = contact;
    server.to(roomOf({ projectId })).to(stepsRoomOf(projectId)).emit('contact', contact);
  });
  adapter.on('create-room', (room: string) => {
    const projectId = projectOfRoom(room);
    if (projectId !== undefined) contacts.follow(projectId);
  });
  adapter.on('delete-room', (room: string) => {
    const projectId = projectOfRoom(room);
    if (projectId === undefined) return;
    const isWanted = adapter.rooms.has(roomOf({ projectId })) || adapter.rooms.has(stepsRoomOf(projectId));
    if (!isWanted) contacts.unfollow(projectId);
  });
  adapter.on('join-room', (room: string, socketId: string) => {
    const projectId = projectOfRoom(room);
    const contact = projectId === undefined ? null : contacts.of(projectId);
    if (contact) sockets.sockets.get(socketId)?.emit('contact', contact);
  });
}
