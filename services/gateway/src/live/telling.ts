import { projectIdOf, type RecordedFact } from '@podium/proto';
import type { Server } from 'socket.io';
import type { ProjectAccess } from '../members/project-access.ts';
import { projectOfRoom, roomOf, stepsRoomOf, viewerRoomOf, type Scope } from './scope.ts';
import type { Step, StepFeed } from './step-feed.ts';

/** Sends a fact, encoded once for all clients of its rooms; not at all where nobody is in them. */
export function broadcastFact(server: Server, access: ProjectAccess, scope: Scope, fact: RecordedFact): void {
  const { projectId } = scope;
  const rooms = projectId === undefined ? [roomOf({}), ...viewerRooms(access, fact)] : [roomOf(scope)];
  const inUse = rooms.filter((room) => server.sockets.adapter.rooms.has(room));
  if (inUse.length > 0) server.to(inUse).emit('event', fact, { projectId: projectId ?? null });
}

/** Sends a step. Those who can't take it now do without: the next step says more. */
export function tellStep(server: Server, projectId: string, step: Step): void {
  server.to(roomOf({ projectId })).to(stepsRoomOf(projectId)).volatile.emit('step', step);
}

/** Lets steps be listened to while somebody looks at the project. */
export function followSteps({ sockets: { adapter } }: Server, steps: StepFeed): void {
  const withProject = (act: (projectId: string) => void) => (room: string) => {
    const projectId = projectOfRoom(room);
    if (projectId !== undefined) act(projectId);
  };
  adapter.on(
    'create-room',
    withProject((projectId) => steps.follow(projectId)),
  );
  adapter.on(
    'delete-room',
    withProject((projectId) => {
      const isWanted = adapter.rooms.has(roomOf({ projectId })) || adapter.rooms.has(stepsRoomOf(projectId));
      if (!isWanted) steps.unfollow(projectId);
    }),
  );
}

/** Rooms of those who follow all that they see, and see this fact. */
function viewerRooms(access: ProjectAccess, fact: RecordedFact): string[] {
  return Array.from(access.membersOf(projectIdOf(fact)), viewerRoomOf);
}
