import type { Projection } from '@podium/projections';
import { foldPodEndpoint, PodEndpoint, podKeyOf } from './pods/pod-endpoint.ts';
import { foldSlots, ProjectSlots, slotsKeyOf } from './projects/project-slots.ts';
import { foldQueue, QueuedSession, queueKeyOf } from './queue/queued-session.ts';

/** What scheduling needs to know: the queue, each project's slots, each project's pod. All at one position. */
export const sessionsProjection: Projection = {
  name: 'sessions',
  version: 1,
  contexts: ['project', 'session', 'pod'],
  tables: [
    { entity: QueuedSession, keyOf: queueKeyOf, fold: foldQueue },
    { entity: ProjectSlots, keyOf: slotsKeyOf, fold: foldSlots },
    { entity: PodEndpoint, keyOf: podKeyOf, fold: foldPodEndpoint },
  ],
};
