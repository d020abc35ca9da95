import type { NewProject } from '../../lib/api/types.ts';

export type ProjectFieldErrors = Partial<Record<'name' | 'description' | 'repository_url', string>>;

/** What is wrong with a new project, by field; mirrors the server's rules, which have the last word. */
export function projectProblems(project: NewProject): ProjectFieldErrors {
  const name = nameProblem(project.name);
  const description = (project.description?.length ?? 0) > 10_000 ? 'At most 10,000 characters.' : undefined;
  const url = project.source === 'clone' ? repositoryProblem(project.repository_url ?? '') : undefined;
  return {
    ...(name ? { name } : {}),
    ...(description ? { description } : {}),
    ...(url ? { repository_url: url } : {}),
  };
}

function nameProblem(name: string): string | undefined {
  const length = name.trim().length;
  if (length === 0) return 'Give the project a name.';
  return length > 100 ? `At most 100 characters; these are ${length}.` : undefined;
}

function repositoryProblem(url: string): string | undefined {
  if (!url.trim()) return 'Say which repository to clone.';
  if (/^(https:\/\/|ssh:\/\/)[^\s/]+\/\S+$/.test(url.trim()) || /^git@[^\s:]+:\S+$/.test(url.trim())) return undefined;
  return 'Start with https://, ssh:// or git@, for example https://github.com/owner/name.';
}

/** A name for a project, from what was typed as its repository: `…/owner/name.git` -> `name`. */
export function nameFromRepository(url: string): string {
  const last = url.trim().replace(/\/+$/, '').split(/[/:]/).at(-1) ?? '';
  return last.replace(/\.git$/, '');
}

/** A name that no other project has: with the next number behind it, where it is taken. */
export function freeName(name: string, taken: readonly string[]): string {
  let free = name;
  for (let number = 2; taken.includes(free); number++) free = `${name} ${number}`;
  return free;
}
