import type { JsMsg, NatsConnection } from 'nats';
import type { CheckpointFile } from './checkpoint.ts';
import { followFacts, type FollowOptions } from './follow-facts.ts';
import { Metrics, type Fact, type Snapshot } from './metrics.ts';

export interface AnalyticsOptions extends Omit<FollowOptions, 'after' | 'filters' | 'onNothingNew'> {
  readonly checkpoint: CheckpointFile;
  /** Only this project; all where absent. */
  readonly projectId?: string | undefined;
  /** Most facts between two savings. Default 1,000. */
  readonly saveEvery?: number;
  /** Told after each saving, and at the start where there is nothing new. `isCaughtUp`: there is no more in the log. */
  readonly onSaved?: (snapshot: Snapshot, isCaughtUp: boolean) => void;
}

/** Keeps the numbers in step with the log until the signal says stop. */
export async function runAnalytics(nc: NatsConnection, options: AnalyticsOptions): Promise<void> {
  const { checkpoint, saveEvery = 1_000, projectId, onSaved } = options;
  const metrics = new Metrics(await checkpoint.load());
  let unsaved = 0;
  const facts = followFacts(nc, {
    ...options,
    filters: [`evt.${projectId ?? '*'}.task.*`],
    after: () => metrics.position,
    onNothingNew: () => onSaved?.(metrics.snapshot(), true),
  });
  for await (const message of facts) {
    metrics.apply(factOf(message), message.seq);
    unsaved += 1;
    const isCaughtUp = message.info.pending === 0;
    if (unsaved < saveEvery && !isCaughtUp) continue;
    const snapshot = metrics.snapshot();
    await checkpoint.save(snapshot);
    message.ack();
    unsaved = 0;
    onSaved?.(snapshot, isCaughtUp);
  }
}

function factOf(message: JsMsg): Fact {
  return message.json<Fact>();
}
