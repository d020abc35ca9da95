import type { SessionWorld } from './session-world.ts';

/** Something that can die while agents work. */
export interface Victim {
  readonly name: string;
  strike(world: SessionWorld, projectId: string): Promise<void> | void;
}

const services = ['project-svc', 'task-svc', 'session-svc', 'pod-svc', 'gateway'];

/** Each process of a stack, and the two servers once more in the way in which they are restarted on purpose. */
export const victims: readonly Victim[] = [
  ...[...services, 'nats', 'postgres'].map((name) => sigkill(name)),
  {
    name: 'SIGKILL of OpenCode',
    strike(world, projectId) {
      // What the agent had heard and nobody had written down yet goes with it.
      world.losses.push({ atMs: Date.now() });
      world.faults.signal(world.faults.podPid(projectId), 'SIGKILL');
    },
  },
  { name: 'SIGKILL of the model', strike: (world) => world.model.kill() },
  restart('nats', 'SIGTERM'),
  // Its way to end at once and in order; with SIGTERM it waits until everyone has left.
  restart('postgres', 'SIGINT'),
];

function sigkill(name: string): Victim {
  return { name: `SIGKILL of ${name}`, strike: ({ faults }) => void faults.signal(faults.pidOf(name), 'SIGKILL') };
}

function restart(name: string, signal: NodeJS.Signals): Victim {
  return { name: `a restart of ${name}`, strike: ({ faults }) => void faults.signal(faults.pidOf(name), signal) };
}
