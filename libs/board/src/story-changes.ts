import type { Commit, MessageTypes, TurnChanges } from '@podium/proto';
import type { StoryDetail } from './story-types.ts';

/** As many digits of a hash as people read. */
const shortHash = 7;
/** More files than this are only counted. */
const mostFilesNamed = 20;
/** More tasks than this are only counted. */
const mostCompanyNamed = 3;

type TurnEnded = MessageTypes['podium.session.v1.TurnEnded'];

/** What a turn did to the workspace, as the rest of a sentence; empty where that is nothing or unknown. */
export function workspaceSentence({ commit, changes }: Pick<TurnEnded, 'commit' | 'changes'>): string {
  const company = companyPart(changes?.company);
  if (company) return sharedSentence({ commit, changes }, company);
  const parts = [changesPart(changes), commitPart(commit)].filter((part) => part !== undefined);
  return parts.length > 0 ? `; it ${parts.join(' and ')}` : '';
}

/** Who was at work in a workspace, in words; empty where nobody was. */
export function companyNames(titles: readonly string[]): string {
  const named = titles.slice(0, mostCompanyNamed).map((title) => `“${title}”`);
  const more = titles.length - named.length;
  const all = more > 0 ? [...named, `${more} more`] : named;
  return all.length > 1 ? `${all.slice(0, -1).join(', ')} and ${all.at(-1)}` : (all[0] ?? '');
}

/** Of a workspace that others worked in too, nobody says that this agent did it all. */
function sharedSentence({ commit, changes }: Pick<TurnEnded, 'commit' | 'changes'>, company: string): string {
  const count = changes?.totalFiles ?? 0;
  const words = `${count} ${count === 1 ? 'file' : 'files'} changed (+${changes?.additions ?? 0} -${changes?.deletions ?? 0})`;
  const parts = [count > 0 ? words : undefined, commit && `the workspace is at ${commitWords(commit)}`];
  const said = parts.filter((part) => part !== undefined).join(' and ');
  return said ? `; ${said}, ${company}` : '';
}

function companyPart(company: TurnChanges['company']): string | undefined {
  if (!company) return undefined;
  const names = companyNames(company.others.map(({ title }) => title));
  return names ? `while ${names} worked in the same workspace` : 'perhaps not by it alone';
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
    others_at_work: changes?.company?.others.map(({ title }) => title).join(', ') || undefined,
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
  return commit.subject === undefined
    ? `left the workspace at ${commitWords(commit)}`
    : `committed ${commitWords(commit)}`;
}

function commitWords({ hash, subject }: Commit): string {
  const short = hash.slice(0, shortHash);
  return subject === undefined ? short : `${short} (${subject})`;
}
