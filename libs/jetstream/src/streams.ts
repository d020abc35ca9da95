import {
  DiscardPolicy,
  nanos,
  RetentionPolicy,
  StorageType,
  type JetStreamManager,
  type NatsConnection,
  type StreamConfig,
  type StreamInfo,
} from 'nats';
import { scaleBuckets } from './buckets.ts';
import { LogRefusedError, translated } from './errors.ts';
import { ackTimeoutMs } from './publish.ts';

/** Names of the streams; see ensureStreams for what each one holds. */
export const streams = {
  events: 'EVENTS',
  requests: 'REQUESTS',
  outcomes: 'OUTCOMES',
  output: 'OUTPUT',
  parked: 'PARKED',
  timers: 'TIMERS',
  snapshots: 'SNAPSHOTS',
} as const;

/** Newer settings of the server that the client's types do not know. */
type Settings = Partial<StreamConfig> & { name: string; allow_atomic?: boolean; allow_msg_schedules?: boolean };

const days = (count: number): number => nanos(count * 24 * 60 * 60 * 1000);

const common: Partial<StreamConfig> = {
  retention: RetentionPolicy.Limits,
  storage: StorageType.File,
  discard: DiscardPolicy.Old,
  duplicate_window: nanos(2 * 60 * 1000),
  allow_direct: true,
};

const definitions: readonly Settings[] = [
  {
    ...common,
    name: streams.events,
    subjects: ['evt.>'],
    description: 'All facts, for ever; the sequence is the position of everything',
    deny_delete: true,
    deny_purge: true,
    allow_atomic: true,
  },
  { ...common, name: streams.requests, subjects: ['req.>'], description: 'What was asked', max_age: days(30) },
  {
    ...common,
    name: streams.outcomes,
    subjects: ['out.>'],
    description: 'Refusals and requests without effect',
    max_age: days(30),
  },
  { ...common, name: streams.output, subjects: ['log.>'], description: 'Output of agents', max_age: days(14) },
  {
    ...common,
    name: streams.parked,
    subjects: ['prk.>'],
    description: 'References to messages that could not be handled',
  },
  {
    ...common,
    name: streams.timers,
    subjects: ['tmr.>'],
    description: 'Durable timers, and those that went off',
    allow_msg_schedules: true,
    // Longer than any timer is set for.
    max_age: days(30),
  },
  {
    ...common,
    name: streams.snapshots,
    subjects: ['snp.>'],
    description: 'Folded states, for fast loading; may be deleted at any time',
    max_msgs_per_subject: 1,
    // What nobody has needed for so long is loaded from its facts.
    max_age: days(90),
  },
];

/** Answer of the server where a stream of that name does not exist. */
const streamNotFound = 10_059;

/**
 * Creates the streams that are missing and changes those that differ. Safe to call by several programs at once.
 *
 * @param options.replicas how many servers of a cluster keep each stream, object store and key-value bucket. Without it
 * new ones get one, and existing ones stay as they are.
 * @throws LogRefusedError where the cluster has fewer servers.
 */
export async function ensureStreams(
  nc: NatsConnection,
  { replicas }: { readonly replicas?: number | undefined } = {},
): Promise<void> {
  for (const definition of definitions) {
    await ensureStream(nc, replicas === undefined ? definition : { ...definition, num_replicas: replicas });
  }
  if (replicas === undefined) return;
  try {
    await scaleBuckets(nc, replicas);
  } catch (error) {
    throw translated(error);
  }
}

async function ensureStream(nc: NatsConnection, wanted: Settings): Promise<void> {
  const { streams: api } = await manager(nc);
  const present = await configOf(nc, wanted.name);
  if (!present) {
    await api.add(wanted).catch(async (error: unknown) => {
      // Another program was faster; what it made is what we want, or is brought there below.
      if (!(await configOf(nc, wanted.name))) throw translated(error);
      await ensureStream(nc, wanted);
    });
  } else if (Object.entries(wanted).some(([key, value]) => JSON.stringify(present[key]) !== JSON.stringify(value))) {
    await update(nc, wanted);
  }
}

async function update(nc: NatsConnection, wanted: Settings): Promise<void> {
  const { streams: api } = await manager(nc);
  try {
    await api.update(wanted.name, wanted);
  } catch (error) {
    throw translated(error);
  }
}

async function configOf(nc: NatsConnection, name: string): Promise<Record<string, unknown> | undefined> {
  try {
    return { ...(await streamInfo(nc, name)).config };
  } catch (error) {
    if (error instanceof LogRefusedError && error.errorCode === streamNotFound) return undefined;
    throw error;
  }
}

/** The client's management functions, without a request to find out whether there is JetStream. */
export function manager(nc: NatsConnection): Promise<JetStreamManager> {
  return nc.jetstreamManager({ checkAPI: false, timeout: ackTimeoutMs });
}

/** What the stream's leader says about it. @throws LogUnavailableError, LogRefusedError */
export async function streamInfo(nc: NatsConnection, stream: string): Promise<StreamInfo> {
  const { streams: api } = await manager(nc);
  try {
    return await api.info(stream);
  } catch (error) {
    throw translated(error);
  }
}

/** Names of all streams in the account. @throws LogUnavailableError, LogRefusedError */
export async function streamNames(nc: NatsConnection): Promise<string[]> {
  const { streams: api } = await manager(nc);
  const names: string[] = [];
  try {
    for await (const name of api.names()) names.push(name);
  } catch (error) {
    throw translated(error);
  }
  return names.sort();
}

/** Sequence of a stream's last message, from its leader; 0 while it is empty. @throws LogUnavailableError */
export async function lastSequence(nc: NatsConnection, stream: string): Promise<number> {
  return (await streamInfo(nc, stream)).state.last_seq;
}
