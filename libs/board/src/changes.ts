import { FileChange, type ChangedFile, type OtherWork, type RecordedFact, type TurnChanges } from '@podium/proto';
import { isCertainlyOwn } from './workspace-work.ts';

export type FileChangeName = 'added' | 'modified' | 'deleted';

/** A commit of the workspace's repository. */
export interface CommitView {
  hash: string;
  /** First line of its message; null where HEAD came there without a commit, as by a checkout. */
  subject: string | null;
}

export interface ChangedFileView {
  /** Relative to the workspace. */
  path: string;
  status: FileChangeName;
  /** 0 for a binary file. */
  additions: number;
  deletions: number;
  /** Whether it is known for sure that the agent did it, and nobody else who was at work in the workspace meanwhile. */
  certain: boolean;
}

/** A session that was at work in the same workspace. */
export interface OtherWorkView {
  session_id: string;
  task_id: string;
  /** Of its task when it was executed. */
  title: string;
}

/** What one turn of a session did to the workspace. */
export interface TurnChangesView {
  /** From 1. */
  turn: number;
  /** What the agent was told. */
  prompt: string;
  /** RFC 3339. */
  ended_at: string;
  /** The commit that the workspace was at when the turn had ended, where that was another one than before. */
  commit: CommitView | null;
  /** By path; up to 200, see `total_files`. */
  files: ChangedFileView[];
  total_files: number;
  additions: number;
  deletions: number;
  /** False where nobody could look: there may be changes that are not named here. */
  changes_known: boolean;
  /** A step was broken off, as by a stop: what only that step changed is not named. */
  partial: boolean;
  /** Who else was at work in the workspace meanwhile: what is not certain may be theirs. */
  others: OtherWorkView[];
  /** False where nobody could find out who else was at work. */
  others_known: boolean;
}

/** What a session changed, turn by turn. */
export interface SessionChanges {
  /** Those that have ended, in order. */
  readonly turns: readonly TurnChangesView[];
  /** Ids of the stored patches by turn. */
  readonly patchIds: ReadonlyMap<number, string>;
  readonly position: number;
  /** What agents are to be told, by id; the session's own prompt is under the empty one. */
  readonly prompts: ReadonlyMap<string, string>;
}

export const noChanges: SessionChanges = { turns: [], patchIds: new Map(), position: 0, prompts: new Map() };

/** Folds one fact of a session into what it changed. */
export function foldChanges(changes: SessionChanges, fact: RecordedFact): SessionChanges {
  switch (fact.type) {
    case 'podium.session.v1.SessionQueued':
      return said(changes, fact, '', fact.data.prompt);
    case 'podium.session.v1.PromptAdded':
    case 'podium.session.v1.PromptEdited':
      return fact.data.text === undefined ? changes : said(changes, fact, fact.data.promptId, fact.data.text);
    case 'podium.session.v1.TurnEnded':
      return withTurn(changes, fact);
    default:
      return changes;
  }
}

function said(changes: SessionChanges, { position }: RecordedFact, promptId: string, text: string): SessionChanges {
  return { ...changes, position, prompts: new Map(changes.prompts).set(promptId, text) };
}

function withTurn(
  sofar: SessionChanges,
  { data, time, position }: Extract<RecordedFact, { type: 'podium.session.v1.TurnEnded' }>,
): SessionChanges {
  const { turn, promptId = '', commit, changes } = data;
  const view: TurnChangesView = {
    turn,
    prompt: sofar.prompts.get(promptId) ?? '',
    ended_at: time,
    commit: commit ? { hash: commit.hash, subject: commit.subject ?? null } : null,
    files: (changes?.files ?? []).map((file) => changedFileView(file, changes)),
    total_files: changes?.totalFiles ?? 0,
    additions: changes?.additions ?? 0,
    deletions: changes?.deletions ?? 0,
    changes_known: changes !== undefined,
    partial: changes?.partial ?? false,
    others: (changes?.company?.others ?? []).map(otherWorkView),
    others_known: changes?.company?.unknown !== true,
  };
  const patchIds = new Map(sofar.patchIds);
  if (changes?.patchesId !== undefined) patchIds.set(turn, changes.patchesId);
  return { ...sofar, turns: [...sofar.turns, view], patchIds, position };
}

const changeNames: Record<FileChange, FileChangeName> = {
  [FileChange.UNSPECIFIED]: 'modified',
  [FileChange.ADDED]: 'added',
  [FileChange.MODIFIED]: 'modified',
  [FileChange.DELETED]: 'deleted',
};

function changedFileView(file: ChangedFile, changes: TurnChanges | undefined): ChangedFileView {
  const { path, change, additions, deletions } = file;
  return { path, status: changeNames[change], additions, deletions, certain: isCertainlyOwn(file, changes) };
}

function otherWorkView({ sessionId, taskId, title }: OtherWork): OtherWorkView {
  return { session_id: sessionId, task_id: taskId, title };
}
