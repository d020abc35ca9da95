import { beginBoard, foldBoard, presentBoard, type BoardView } from '@podium/board';
import { derivedId } from '@podium/event-sourcing';
import { connectToNats, OutputLog, ParkedMessages, scanFacts } from '@podium/jetstream';
import { projectIdOf, type RecordedFact } from '@podium/proto';
import type { Acknowledged } from './persistent-client.ts';

/** What the log holds at the end of a run. */
export interface Log {
  readonly facts: readonly RecordedFact[];
  /** Numbers of the chunks of each session's output, in the order of the stream. */
  readonly outputNumbers: ReadonlyMap<string, readonly number[]>;
  /** Parked messages by consumer. */
  readonly parked: Record<string, number>;
}

export async function readLog(natsUrl: string): Promise<Log> {
  const nats = await connectToNats({ url: natsUrl, name: 'fault suite' });
  try {
    const facts: RecordedFact[] = [];
    for await (const batch of scanFacts(nats)) facts.push(...batch);
    const output = new OutputLog(nats);
    const outputNumbers = new Map<string, readonly number[]>();
    for (const fact of facts) {
      if (fact.type !== 'podium.session.v1.SessionStarted') continue;
      const chunks = await output.readAll(projectIdOf(fact), fact.data.sessionId);
      outputNumbers.set(
        fact.data.sessionId,
        chunks.map(({ chunk }) => chunk.number),
      );
    }
    return { facts, outputNumbers, parked: Object.fromEntries(await new ParkedMessages(nats).counts()) };
  } finally {
    await nats.close();
  }
}

const localOwner = 'user:owner';

/** Each sentence is a promise that was broken; none if all were kept. */
export function findFaults({ facts, outputNumbers, parked }: Log, acknowledged: readonly Acknowledged[]): string[] {
  return [
    ...repeatedFacts(facts),
    ...brokenVersions(facts),
    ...lostOrRepeatedRequests(facts, acknowledged),
    ...unendedSessions(facts),
    ...outputGaps(outputNumbers),
    ...Object.entries(parked).map(([consumer, count]) => `${count} messages are parked for ${consumer}.`),
  ];
}

function repeatedFacts(facts: readonly RecordedFact[]): string[] {
  const counts = countBy(facts.map(({ id }) => id));
  return [...counts].filter(([, count]) => count > 1).map(([id, count]) => `Fact ${id} is there ${count} times.`);
}

function brokenVersions(facts: readonly RecordedFact[]): string[] {
  const versions = new Map<string, number>();
  return facts.flatMap(({ subject, version, position }) => {
    const expected = (versions.get(subject) ?? 0) + 1;
    versions.set(subject, version);
    return version === expected ? [] : [`${subject} has version ${version} at ${position} instead of ${expected}.`];
  });
}

/** Each request of the workload makes exactly one fact of its own aggregate, unless it was refused. */
function lostOrRepeatedRequests(facts: readonly RecordedFact[], acknowledged: readonly Acknowledged[]): string[] {
  const made = countBy(facts.map(({ causationid }) => causationid));
  return acknowledged.flatMap(({ method, path, key, status }) => {
    const requestId = derivedId(localOwner, `${method} ${path}`, key, 'request');
    const expected = status < 300 ? 1 : 0;
    const count = made.get(requestId) ?? 0;
    return count === expected ? [] : [`${method} ${path} (${key}, ${status}) is ${count} times in the log.`];
  });
}

function unendedSessions(facts: readonly RecordedFact[]): string[] {
  const open = new Set<string>();
  for (const fact of facts) {
    if (fact.type === 'podium.session.v1.SessionQueued') open.add(fact.data.sessionId);
    if (
      fact.type === 'podium.session.v1.SessionCompleted' ||
      fact.type === 'podium.session.v1.SessionFailed' ||
      fact.type === 'podium.session.v1.SessionCancelled'
    ) {
      if (!open.delete(fact.data.sessionId)) open.add(`${fact.data.sessionId} (ended twice)`);
    }
  }
  return [...open].map((session) => `Session ${session} has not ended once.`);
}

function outputGaps(outputNumbers: Log['outputNumbers']): string[] {
  return [...outputNumbers].flatMap(([session, numbers]) =>
    numbers.every((number, index) => number === index + 1) ? [] : [`Output of ${session}: ${numbers.join(' ')}.`],
  );
}

/** The boards as the log has them, by project; deleted projects are not among them. */
export function foldBoards(facts: readonly RecordedFact[]): Map<string, BoardView> {
  const boards = new Map<string, BoardView>();
  for (const fact of facts) {
    const projectId = projectIdOf(fact);
    const before = boards.get(projectId);
    const after = before ? foldBoard(before, fact) : beginBoard(fact);
    if (after) boards.set(projectId, after);
    else boards.delete(projectId);
  }
  return new Map([...boards].map(([projectId, board]) => [projectId, presentBoard(board)]));
}

/** What a person sees at the end, without ids, times and what depends on the order of arrival. */
export interface EndOfTask {
  readonly status: string;
  readonly description: string;
  readonly priority: string;
  readonly failure: string | undefined;
  /** Of all its sessions, the newest last. */
  readonly sessions: readonly string[];
}

/** By project and title. Deleted cards are not there. */
export function endStates(facts: readonly RecordedFact[]): Record<string, EndOfTask> {
  const sessions = new Map<string, string[]>();
  for (const fact of facts) {
    const how = /^podium\.session\.v1\.Session(Completed|Failed|Cancelled)$/.exec(fact.type)?.[1];
    if (how && 'taskId' in fact.data) {
      sessions.set(fact.data.taskId, [...(sessions.get(fact.data.taskId) ?? []), how.toLowerCase()]);
    }
  }
  const entries = [...foldBoards(facts).values()].flatMap(({ project, tasks }) =>
    tasks.map((task): [string, EndOfTask] => [
      `${project.name}/${task.title}`,
      {
        status: task.status,
        description: task.description,
        priority: task.priority,
        failure: task.failure?.code,
        sessions: sessions.get(task.id) ?? [],
      },
    ]),
  );
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function countBy(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
