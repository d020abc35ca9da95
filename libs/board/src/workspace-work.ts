import type { ChangedFile, RecordedFact, TurnChanges } from '@podium/proto';

/** A stretch of the log during which an agent was at work in the workspace, waits for answers included. */
export interface WorkSpan {
  /** Position of the fact that began it. */
  readonly from: number;
  /** Position of the fact that ended it; null while it goes on. */
  readonly to: number | null;
}

/** One turn's work: more than one span where its answer was cut off or tried again. */
export interface TurnWork {
  readonly spans: readonly WorkSpan[];
  /** Its messages inside the runtime, one for each span. */
  readonly messageIds: readonly string[];
  /** What it changed; null while it goes on, and where nobody could look. */
  readonly changes: TurnChanges | null;
}

/** When a session was at work in the workspace that it shares with the others of its project. */
export interface SessionWork {
  readonly sessionId: string;
  readonly taskId: string;
  readonly title: string;
  /** The conversation inside the runtime, once there is one. Sessions that go on with one another share it. */
  readonly conversation: string | null;
  /** In order. */
  readonly turns: readonly TurnWork[];
  /** Position of the newest fact that put its workspace back; null where that is undone or never was. */
  readonly revertedAt: number | null;
}

/** Folds one fact of a session into when it was at work; null before its first one. */
export function foldWork(work: SessionWork | null, fact: RecordedFact): SessionWork | null {
  if (fact.type === 'podium.session.v1.SessionQueued') {
    const { sessionId, taskId, title } = fact.data;
    return work ?? { sessionId, taskId, title, conversation: null, turns: [], revertedAt: null };
  }
  return work && worked(work, fact);
}

/** Whether the agent is at work as far as is known. */
export function isAtWork({ turns }: SessionWork): boolean {
  return turns.some(({ spans }) => spans.some(({ to }) => to === null));
}

/** Whether some of the work was done, or may still be done, after a position. */
export function isAfter({ spans }: TurnWork, position: number): boolean {
  return spans.some(({ to }) => to === null || to > position);
}

/** Whether nobody but the agent itself can have changed a file, or its own tools wrote it. */
export function isCertainlyOwn({ own }: ChangedFile, changes: TurnChanges | undefined): boolean {
  return own === true || changes?.company === undefined;
}

function worked(work: SessionWork, fact: RecordedFact): SessionWork {
  const { position } = fact;
  switch (fact.type) {
    case 'podium.session.v1.SessionStarted': {
      const { runtimeSessionId, runtimeMessageId } = fact.data;
      const turns = closed(work.turns, position);
      const last = turns.at(-1);
      const isGoingOn = last !== undefined && fact.data.attempt > 1;
      const span = { from: position, to: null };
      return {
        ...work,
        conversation: runtimeSessionId,
        turns: isGoingOn
          ? turns.with(-1, {
              ...last,
              spans: [...last.spans, span],
              messageIds: [...last.messageIds, runtimeMessageId],
              changes: null,
            })
          : [...turns, { spans: [span], messageIds: [runtimeMessageId], changes: null }],
      };
    }
    case 'podium.session.v1.PromptSent': {
      const turn = { spans: [{ from: position, to: null }], messageIds: [fact.data.runtimeMessageId], changes: null };
      return { ...work, turns: [...closed(work.turns, position), turn] };
    }
    case 'podium.session.v1.TurnEnded': {
      const turns = closed(work.turns, position);
      const last = turns.at(-1);
      return { ...work, turns: last ? turns.with(-1, { ...last, changes: fact.data.changes ?? null }) : turns };
    }
    case 'podium.session.v1.SessionRetryScheduled':
    case 'podium.session.v1.SessionCompleted':
    case 'podium.session.v1.SessionFailed':
    case 'podium.session.v1.SessionCancelled':
      return { ...work, turns: closed(work.turns, position) };
    case 'podium.session.v1.SessionReverted':
      return { ...work, revertedAt: position };
    case 'podium.session.v1.SessionUnreverted':
      return { ...work, revertedAt: null };
    default:
      return work;
  }
}

/** The same turns with nobody at work any more. */
function closed(turns: readonly TurnWork[], at: number): readonly TurnWork[] {
  const last = turns.at(-1);
  const open = last?.spans.at(-1);
  if (!last || !open || open.to !== null) return turns;
  return turns.with(-1, { ...last, spans: last.spans.with(-1, { ...open, to: at }) });
}
