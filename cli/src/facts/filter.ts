import { firstSequenceSince, headPosition, streams } from '@podium/jetstream';
import { projectIdOf, type RecordedFact } from '@podium/proto';
import { Option, type Command } from 'commander';
import type { NatsConnection } from 'nats';
import { collect, parseId, parseTime } from '../args/parse.ts';

export interface FilterOptions {
  readonly project?: string;
  readonly type?: readonly string[];
  readonly since?: Date;
  readonly until?: Date;
}

/** Adds the options that choose events. */
export function addFilterOptions(command: Command): Command {
  return command
    .addOption(new Option('-p, --project <id>', 'only events of this project').argParser(parseId))
    .addOption(
      new Option(
        '-t, --type <name>',
        'only this type, as TaskMoved or podium.task.v1.TaskMoved; * stands for anything; may be repeated',
      ).argParser(collect),
    )
    .addOption(
      new Option(
        '--since <time>',
        'only from this time on: 2026-01-31, 2026-01-31T12:00:00Z, or 10m, 2h, 3d ago',
      ).argParser((text) => parseTime(text)),
    );
}

/** Whether an event is one of those asked for. Times are those of the events themselves. */
export function factFilter({ project, type, since, until }: FilterOptions): (fact: RecordedFact) => boolean {
  const patterns = type?.map(typePattern);
  const [from, to] = [since?.toISOString(), until?.toISOString()];
  return (fact) =>
    (project === undefined || projectIdOf(fact) === project) &&
    (patterns === undefined || patterns.some((pattern) => pattern.test(fact.type))) &&
    (from === undefined || utc(fact.time) >= from) &&
    (to === undefined || utc(fact.time) < to);
}

/** Podium writes milliseconds and Z, which compare as text; imported events may have been written otherwise. */
function utc(time: string): string {
  return time.length === 24 && time.endsWith('Z') ? time : new Date(time).toISOString();
}

function typePattern(name: string): RegExp {
  const source = name.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*');
  return new RegExp(`^(?:.*\\.)?${source}$`, 'i');
}

/** The position after which nothing is older than the time; clocks of services may differ from the server's a little. */
export async function positionBefore(nc: NatsConnection, since: Date | undefined): Promise<number> {
  if (!since) return 0;
  const first = await firstSequenceSince(nc, streams.events, new Date(since.getTime() - clockSkewMs));
  return first === undefined ? headPosition(nc) : first - 1;
}

const clockSkewMs = 60_000;
