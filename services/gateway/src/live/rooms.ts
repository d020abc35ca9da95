import type { Socket } from 'socket.io';

/** Name of a project's room of one kind. */
type RoomOf = (projectId: string) => string;

/** Takes a client out of the rooms of this kind, whichever project they are of. */
export async function leaveAll(socket: Socket, roomOf: RoomOf): Promise<void> {
  for (const room of socket.rooms) if (room.startsWith(roomOf(''))) await socket.leave(room);
}
