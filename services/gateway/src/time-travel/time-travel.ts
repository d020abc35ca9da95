import type { PastBoardView, TimelineView } from '@podium/board';
import { problemOf, type ProblemError } from '@podium/service-kit';
import { notFound } from '../api/problems.ts';
import type { FactFeed } from '../live/fact-feed.ts';
import type { FactSource } from '../live/fact-source.ts';
import type { Chronicle, Moment } from './chronicle.ts';
import { Chronicles } from './chronicles.ts';
import { PastBoards } from './past-boards.ts';
import { Segments } from './segments.ts';

/** How far a client's clock may be ahead of ours. */
const clockToleranceMs = 60_000;

export interface TimelineRange {
  /** The first moment that belongs to it; from the beginning where absent. */
  readonly from?: Moment | undefined;
  /** The first moment that does not belong to it any more; to the newest fact where absent. */
  readonly to?: Moment | undefined;
  readonly limit: number;
}

/** Looks at projects as they were, from the log alone: what is deleted now was there then. */
export class TimeTravel {
  readonly #feed: FactFeed;
  readonly #source: FactSource;
  readonly #chronicles: Chronicles;
  readonly #boards: PastBoards;

  constructor(feed: FactFeed, source: FactSource) {
    const segments = new Segments(source);
    this.#feed = feed;
    this.#source = source;
    this.#chronicles = new Chronicles({ feed, source }, segments);
    this.#boards = new PastBoards(segments);
  }

  /**
   * The board after everything up to a moment.
   *
   * @throws ProblemError 404 where the project did not exist then, 422 beyond the head; LogUnavailableError
   */
  async boardAt(projectId: string, moment: Moment): Promise<PastBoardView> {
    const chronicle = await this.#chronicles.upTo(projectId, await this.#reached(moment));
    const index = chronicle.lastAt(moment);
    const board = index < 0 ? null : await this.#boards.after(projectId, index, chronicle);
    if (!board) throw notFound('project');
    return board;
  }

  /** What is worth a look in a project's history. @throws ProblemError 404; LogUnavailableError */
  async timeline(projectId: string, { from, to, limit }: TimelineRange): Promise<TimelineView> {
    const chronicle = await this.#chronicles.upTo(projectId, this.#feed.position);
    if (chronicle.length === 0) throw notFound('project');
    const marks = chronicle.marks(startOf(chronicle, from) ?? 0, startOf(chronicle, to) ?? Infinity);
    const next = marks[limit];
    return {
      first: chronicle.momentOf(0),
      head: chronicle.momentOf(chronicle.length - 1),
      marks: marks.slice(0, limit),
      next_cursor: next ? String(next.position) : null,
    };
  }

  /** The position up to which the log has to be read for a moment. */
  async #reached(moment: Moment): Promise<number> {
    if ('timeMs' in moment) {
      if (moment.timeMs > Date.now() + clockToleranceMs) throw beyondHead('That time has not come yet.');
      return this.#feed.position;
    }
    const { position } = moment;
    if (position > this.#feed.position && position > (await this.#source.head())) {
      throw beyondHead(`The log ends before position ${position}.`);
    }
    return Math.max(position, this.#feed.position);
  }
}

function startOf(chronicle: Chronicle, moment: Moment | undefined): number | undefined {
  return moment && chronicle.firstPositionFrom(moment);
}

function beyondHead(message: string): ProblemError {
  return problemOf('validation_failed', message, undefined, { errors: [{ path: 'at', message }] });
}
