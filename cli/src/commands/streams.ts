import {
  durableConsumers,
  ParkedMessages,
  streamDigest,
  streamInfo,
  streamNames,
  streams,
  type StreamDigest,
} from '@podium/jetstream';
import { Command } from 'commander';
import type { ConsumerInfo, StreamInfo } from 'nats';
import { withStack, type CommandContext, type Outcome } from '../command-context.ts';
import type { Io } from '../io.ts';
import { bytes, time } from '../print/format.ts';
import { ProgressBar } from '../print/progress-bar.ts';
import { table } from '../print/table.ts';

interface InfoOptions {
  readonly checksum?: boolean;
}

const examples = `
EVENTS holds all facts, for ever; its last sequence is the position of everything. REQUESTS and OUTCOMES hold what was asked
and refused (30 days), OUTPUT what agents print (until archived, 14 days), PARKED what consumers could not handle. A durable
consumer has handled everything up to its position; what waits and is in flight comes after it.

--checksum reads every message and gives the SHA-256 of all of a stream's sequences, subjects, headers and payloads: two
stacks with equal ones hold the same.

Examples:
  $ podium streams info
  $ podium streams info --checksum
  $ podium streams info --json | jq '.consumers[] | select(.waiting > 1000)'
`;

export function streamsCommand(io: Io, outcome: Outcome): Command {
  const info = new Command('info')
    .description('What each stream holds, and how far its durable consumers are.')
    .option('--checksum', 'read everything and give a checksum of each stream')
    .addHelpText('after', examples)
    .action(withStack<InfoOptions>(io, outcome, showInfo));
  return new Command('streams').description('The streams of NATS that everything stands in.').addCommand(info);
}

async function showInfo({ nc, io, json }: CommandContext, { checksum = false }: InfoOptions): Promise<void> {
  const names = await streamNames(nc);
  const infos = await Promise.all(names.map((name) => streamInfo(nc, name)));
  const consumers = (await Promise.all(names.map((name) => durableConsumers(nc, name)))).flat();
  const parked = names.includes(streams.parked) ? await new ParkedMessages(nc).counts() : new Map<string, number>();
  const digests = new Map<string, StreamDigest>();
  for (const { config, state } of checksum ? infos : []) {
    const progress = new ProgressBar(io, config.name, 'messages');
    digests.set(config.name, await streamDigest(nc, config.name, (done) => progress.update(done, state.messages)));
    progress.end();
  }
  const parkedOf = (name: string): number =>
    [...parked].filter(([key]) => key.endsWith(`.${name}`)).reduce((sum, [, count]) => sum + count, 0);

  if (json) {
    const described = {
      streams: infos.map((info) => ({ ...streamFields(info), sha256: digests.get(info.config.name)?.sha256 })),
      consumers: consumers.map((info) => ({ ...consumerFields(info), parked: parkedOf(info.name) })),
    };
    return io.out(`${JSON.stringify(described)}\n`);
  }
  const head = ['STREAM', 'MESSAGES', 'SIZE', 'FIRST', 'LAST', 'SUBJECTS', 'WRITTEN LAST (UTC)', 'REPLICAS'];
  const rows = infos
    .map(streamFields)
    .map((stream) => [
      stream.name,
      stream.messages,
      bytes(stream.sizeBytes),
      stream.firstSequence,
      stream.lastSequence,
      stream.subjects,
      stream.messages > 0 ? time(stream.lastTime) : '-',
      stream.replicas,
    ]);
  await io.out(table(head, rows));
  const consumerHead = ['CONSUMER', 'STREAM', 'HANDLED UP TO', 'WAITING', 'IN FLIGHT', 'PARKED'];
  const consumerRows = consumers
    .map(consumerFields)
    .map((info) => [info.name, info.stream, info.handledUpTo, info.waiting, info.inFlight, parkedOf(info.name)]);
  if (consumerRows.length > 0) await io.out(`\n${table(consumerHead, consumerRows)}`);
  const digestRows = [...digests].map(([name, { messages, sha256 }]) => [name, messages, sha256]);
  if (digestRows.length > 0) await io.out(`\n${table(['STREAM', 'MESSAGES', 'SHA-256'], digestRows)}`);
}

function streamFields({ config, state }: StreamInfo) {
  return {
    name: config.name,
    messages: state.messages,
    sizeBytes: state.bytes,
    firstSequence: state.first_seq,
    lastSequence: state.last_seq,
    subjects: state.num_subjects ?? 0,
    lastTime: state.last_ts,
    replicas: config.num_replicas,
  };
}

function consumerFields(info: ConsumerInfo) {
  return {
    name: info.name,
    stream: info.stream_name,
    handledUpTo: info.ack_floor.stream_seq,
    waiting: info.num_pending,
    inFlight: info.num_ack_pending,
  };
}
