import type { StoryActor } from './story-types.ts';

const serviceNames: ReadonlyMap<string, string> = new Map([
  ['project-svc', 'Project service'],
  ['task-svc', 'Task service'],
  ['session-svc', 'Session service'],
  ['pod-svc', 'Pod service'],
]);

/** `user:<id>` and `service:<name>`, as envelopes name them. */
export function storyActor(actor: string, nameOf: (personId: string) => string): StoryActor {
  const [kind, ...rest] = actor.split(':');
  const id = rest.join(':');
  return kind === 'user'
    ? { kind: 'person', id, name: nameOf(id) }
    : { kind: 'service', id, name: serviceNames.get(id) ?? id };
}
