import {
  DiscardPolicy,
  StorageType,
  type JetStreamManager,
  type KV,
  type KvOptions,
  type NatsConnection,
  type ObjectStore,
} from 'nats';
import { ackTimeoutMs } from './publish.ts';

/** Streams of the object stores and key-value buckets, which are made when they are first used. */
export const bucketStreams = [
  'OBJ_attachments',
  'OBJ_output-archive',
  'OBJ_patches',
  'KV_workspace-files',
  'KV_ended-sign-ins',
] as const;

type BucketStream = (typeof bucketStreams)[number];
type BucketName<Stream, Kind extends 'OBJ' | 'KV'> = Stream extends `${Kind}_${infer Name}` ? Name : never;

const replicasOfConnection = new WeakMap<NatsConnection, number>();

/** An object store, made if it is not there. */
export async function objectBucket(nc: NatsConnection, name: BucketName<BucketStream, 'OBJ'>): Promise<ObjectStore> {
  const num_replicas = replicasOfConnection.get(nc) ?? 1;
  if (num_replicas > 1 && !(await namesOf(nc)).has(`OBJ_${name}`)) {
    // As the client makes it, which can do so with one replica only.
    // Source: https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-20.md
    const { streams } = await manager(nc);
    await streams.add({
      name: `OBJ_${name}`,
      subjects: [`$O.${name}.C.>`, `$O.${name}.M.>`],
      discard: DiscardPolicy.New,
      allow_direct: true,
      allow_rollup_hdrs: true,
      storage: StorageType.File,
      num_replicas,
    });
  }
  return nc.jetstream().views.os(name, { storage: StorageType.File });
}

/** A key-value bucket, made if it is not there. */
export function keyBucket(
  nc: NatsConnection,
  name: BucketName<BucketStream, 'KV'>,
  options: Pick<Partial<KvOptions>, 'history' | 'ttl'>,
): Promise<KV> {
  const replicas = replicasOfConnection.get(nc) ?? 1;
  return nc.jetstream().views.kv(name, { ...options, storage: StorageType.File, replicas });
}

/** Gives so many replicas to the buckets that are there, and to those that are made over this connection later. */
export async function scaleBuckets(nc: NatsConnection, replicas: number): Promise<void> {
  replicasOfConnection.set(nc, replicas);
  const { streams } = await manager(nc);
  const present = await namesOf(nc);
  for (const name of bucketStreams.filter((each) => present.has(each))) {
    const { config } = await streams.info(name);
    if (config.num_replicas !== replicas) await streams.update(name, { ...config, num_replicas: replicas });
  }
}

async function namesOf(nc: NatsConnection): Promise<ReadonlySet<string>> {
  const { streams } = await manager(nc);
  const names = new Set<string>();
  for await (const name of streams.names()) names.add(name);
  return names;
}

function manager(nc: NatsConnection): Promise<JetStreamManager> {
  return nc.jetstreamManager({ checkAPI: false, timeout: ackTimeoutMs });
}
