import { BoardFold, presentBoard, type BoardView, type PastBoardView } from '@podium/board';
import { LRUCache } from 'lru-cache';
import { segmentLength, type Chronicle } from './chronicle.ts';
import { segmentOf, type Segment, type Segments } from './segments.ts';

/** What all folded boards in memory may take. */
const maxBytes = 64 * 1024 * 1024;
const bytesPerView = 16;

/** The board before the first fact of a segment; null before the project and after its deletion. */
interface Snapshot {
  readonly board: BoardView | null;
  readonly sizeBytes: number;
}

/** Boards as they were, folded from the nearest snapshot before; one is kept for the beginning of each segment. */
export class PastBoards {
  readonly #segments: Segments;
  readonly #snapshots: LRUCache<string, Snapshot, Chronicle>;

  constructor(segments: Segments) {
    this.#segments = segments;
    this.#snapshots = new LRUCache({
      maxSize: maxBytes,
      // What was pushed out of the memory while it was read is of use all the same.
      ignoreFetchAbort: true,
      sizeCalculation: ({ sizeBytes }) => sizeBytes,
      fetchMethod: (key, _, { context }) => {
        const [projectId = '', number] = key.split('/');
        return this.#make(projectId, Number(number), context);
      },
    });
  }

  /** The board after the project's fact of that number; null where there was none. */
  async after(projectId: string, index: number, chronicle: Chronicle): Promise<PastBoardView | null> {
    const segment = Math.floor(index / segmentLength);
    const [{ board: start }, { facts }] = await Promise.all([
      this.#snapshots.forceFetch(`${projectId}/${segment}`, { context: chronicle }),
      this.#segment(projectId, segment, chronicle),
    ]);
    const fold = new BoardFold(start);
    for (const fact of facts.slice(0, (index % segmentLength) + 1)) fold.apply(fact);
    const { board } = fold;
    return board && { ...presentBoard(board), at: placeOf(index, chronicle) };
  }

  async #make(projectId: string, number: number, chronicle: Chronicle): Promise<Snapshot> {
    if (number === 0) return { board: null, sizeBytes: 1 };
    const before = await this.#snapshots.forceFetch(`${projectId}/${number - 1}`, { context: chronicle });
    const { facts, sizeBytes } = await this.#segment(projectId, number - 1, chronicle);
    const fold = new BoardFold(before.board);
    for (const fact of facts) fold.apply(fact);
    const { board } = fold;
    const views = board ? board.tasks.length + board.sessions.length : 0;
    // The views themselves are shared between snapshots: only what the segment made is new.
    return { board, sizeBytes: sizeBytes + views * bytesPerView };
  }

  async #segment(projectId: string, number: number, chronicle: Chronicle): Promise<Segment> {
    if (number === chronicle.openSegmentNumber) return segmentOf(chronicle.openSegment);
    const { position } = chronicle.momentOf(number * segmentLength);
    return this.#segments.get(projectId, number, position);
  }
}

function placeOf(index: number, chronicle: Chronicle): PastBoardView['at'] {
  return {
    ...chronicle.momentOf(index),
    previous_position: chronicle.positionOf(index - 1) ?? null,
    next_position: chronicle.positionOf(index + 1) ?? null,
  };
}
