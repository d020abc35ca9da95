import type { GaugeReader, GaugeValue } from '@podium/service-kit';
import type { ConsumerInfo, NatsConnection, StreamInfo } from 'nats';
import { shareRunning } from './share-running.ts';

/** Streams and their consumers, as every client of the log sees them. */
export function logGauges(nats: NatsConnection): GaugeReader[] {
  const streams = shareRunning(() => streamsOf(nats));
  const ofStreams = (name: string, help: string, read: (stream: StreamInfo) => number): GaugeReader => ({
    name,
    help,
    labels: ['stream'],
    read: async () => (await streams()).map((info) => ({ labels: { stream: info.config.name }, value: read(info) })),
  });
  return [
    ofStreams('podium_stream_bytes', 'Size of a stream on disk', ({ state }) => state.bytes),
    ofStreams(
      'podium_stream_last_sequence',
      'Messages that a stream has ever got; its rate is what is written per second',
      ({ state }) => state.last_seq,
    ),
    {
      name: 'podium_consumer_waiting_messages',
      help: 'Messages that a durable consumer has not been given yet',
      labels: ['stream', 'consumer'],
      read: async () => (await consumersOf(nats, await streams())).map(waitingOf),
    },
  ];
}

function waitingOf({ stream_name: stream, name: consumer, num_pending: value }: ConsumerInfo): GaugeValue {
  return { labels: { stream, consumer }, value };
}

async function streamsOf(nats: NatsConnection): Promise<StreamInfo[]> {
  const manager = await nats.jetstreamManager();
  return manager.streams.list().next();
}

/** The durable ones: others belong to one reader, and their names are made up. */
async function consumersOf(nats: NatsConnection, streams: readonly StreamInfo[]): Promise<ConsumerInfo[]> {
  const manager = await nats.jetstreamManager();
  const found: ConsumerInfo[] = [];
  for (const { config } of streams) {
    for await (const info of manager.consumers.list(config.name)) if (info.config.durable_name) found.push(info);
  }
  return found;
}
