import { companyNames, isAfter, isAtWork, type SessionWork, type TurnWork } from '@podium/board';

/** More files of a session, and more sessions, than this are only counted. */
const mostNamed = 3;

/** What a workspace is to be put back to. */
export interface PutBack {
  /** Position in the log: what others did before it stays. */
  readonly since: number;
  /** Paths that are put back; null: all there are. */
  readonly undone: readonly string[] | null;
  /** Of them, what the session's own agent wrote. */
  readonly own: readonly string[];
}

/** What putting a workspace back would do to the work of another session. */
export interface Loss {
  readonly title: string;
  /** The agent is at work at this moment: what it has done since its turn began nobody knows. */
  readonly isAtWork: boolean;
  /** What it changed of what would be put back. */
  readonly files: readonly string[];
  /** It may have changed more of it. */
  readonly mayBeMore: boolean;
}

/**
 * When the turn began that a message belongs to; 0 where it is of an earlier session of the same conversation: that one's
 * files are put back, too, and nobody's work on them since may be missed.
 *
 * @param upTo that message and all before it
 */
export function beginningOf({ turns }: SessionWork, upTo: ReadonlySet<string>): number {
  return turns.findLast(({ messageIds }) => messageIds.some((id) => upTo.has(id)))?.spans[0]?.from ?? 0;
}

/** Whose work would be lost. */
export function lossesOf(others: readonly SessionWork[], putBack: PutBack): Loss[] {
  // What puts no file back takes nothing from anybody.
  if (putBack.undone?.length === 0) return [];
  return others.flatMap((work) => {
    const turns = work.turns.filter(
      (turn) => isAfter(turn, putBack.since) && turn.spans.every(({ to }) => to !== null),
    );
    const files = [...new Set(turns.flatMap((turn) => filesOf(turn, putBack)))].sort();
    const mayBeMore = turns.some((turn) => mayHaveDoneMore(turn, putBack));
    const loss = { title: work.title, isAtWork: isAtWork(work), files, mayBeMore };
    return loss.isAtWork || mayBeMore || files.length > 0 ? [loss] : [];
  });
}

/** What is lost, in words for the one who wants to put the workspace back. */
export function lossesSentence(losses: readonly Loss[]): string {
  const done = losses.filter(({ files, mayBeMore }) => files.length > 0 || mayBeMore).map(lossWords);
  const more = done.length - mostNamed;
  const named = [...done.slice(0, mostNamed), ...(more > 0 ? [`${more} more`] : [])].join(', ');
  const now = companyNames(losses.filter((loss) => loss.isAtWork).map(({ title }) => title));
  return [
    named && `This would also undo work of others in the same workspace: ${named}.`,
    now && `At work in it right now: ${now}.`,
  ]
    .filter(Boolean)
    .join(' ');
}

function lossWords({ title, files, mayBeMore }: Loss): string {
  const more = files.length - mostNamed;
  const named = [...files.slice(0, mostNamed), ...(more > 0 ? [`${more} more`] : [])].join(', ');
  return `“${title}” (${named ? `${named}${mayBeMore ? ' and perhaps more' : ''}` : 'perhaps some files'})`;
}

function filesOf({ changes }: TurnWork, { undone, own }: PutBack): string[] {
  const paths = (changes?.files ?? []).filter((file) => file.own === true || !own.includes(file.path));
  return paths.map(({ path }) => path).filter((path) => !undone || undone.includes(path));
}

/** Where nobody could look, where a list is cut or a step was broken off, and where both agents may have written a file. */
function mayHaveDoneMore({ changes }: TurnWork, { undone, own }: PutBack): boolean {
  if (!changes) return true;
  const isCut = changes.totalFiles > changes.files.length || changes.partial === true;
  return (
    isCut ||
    changes.files.some((file) => file.own !== true && own.includes(file.path) && (undone?.includes(file.path) ?? true))
  );
}
