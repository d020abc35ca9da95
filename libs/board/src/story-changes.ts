import type { Commit, MessageTypes, TurnChanges } from '@podium/proto';
import type { StoryDetail } from './story-types.ts';

/** As many digits of a hash as people read. */
const shortHash = 7;
/** More files than this are only counted. */
const mostFilesNamed = 20;

type TurnEnded = MessageTypes['podium.session.v1.TurnEnded'];

/** What a turn did to the workspace, as the rest of a sentence; empty where that is nothing or unknown. */
export function workspaceSentence({ commit, changes }: Pick<TurnEnded, 'commit' | 'changes'>): string {
  const parts = [changesPart(changes), commitPart(commit)].filter((part) => part !== undefined);
  return parts.length > 0 ? `; it ${parts.join(' and ')}` : '';
}

/** What is worth knowing of it beside the sentence. */
export function workspaceDetails({
  commit,
  changes,
}: Pick<TurnEnded, 'commit' | 'changes'>): Record<string, StoryDetail | undefined> {
  const named = changes?.files.slice(0, mostFilesNamed).map(({ path }) => path) ?? [];
  const more = (changes?.totalFiles ?? 0) - named.length;
  return {
    commit: commit?.hash,
    commit_subject: commit?.subject,
    files: named.length > 0 ? [...named, ...(more > 0 ? [`and ${more} more`] : [])].join(', ') : undefined,
    additions: changes?.additions,
    deletions: changes?.deletions,
  };
}

function changesPart(changes: TurnChanges | undefined): string | undefined {
  if (!changes || changes.totalFiles === 0) return undefined;
  const { totalFiles, additions, deletions } = changes;
  return `changed ${totalFiles} ${totalFiles === 1 ? 'file' : 'files'} (+${additions} -${deletions})`;
}

/** HEAD that went elsewhere without a commit, as by a checkout, has no subject. */
function commitPart(commit: Commit | undefined): string | undefined {
  if (!commit) return undefined;
  const hash = commit.hash.slice(0, shortHash);
  return commit.subject === undefined ? `left the workspace at ${hash}` : `committed ${hash} (${commit.subject})`;
}
