import type { Person } from '@/lib/people.ts';

/** Somebody to choose; without a name where they are no member any more. */
export type Choice = Pick<Person, 'actor'> & Partial<Person>;

/**
 * Whom a task can be given to: the members of its project, oneself first.
 *
 * @param chosen who has it now, `user:<id>`: they stay to be chosen, member or not
 */
export function peopleOf(
  members: readonly Person[],
  me: string | undefined,
  chosen: string | null = null,
): readonly Choice[] {
  const [mine, others] = [members.filter(({ actor }) => actor === me), members.filter(({ actor }) => actor !== me)];
  const isKnown = chosen === null || members.some(({ actor }) => actor === chosen);
  return [...mine, ...others, ...(isKnown ? [] : [{ actor: chosen }])];
}

/** Whether one of somebody's names begins with what was typed. */
export function isNamed(name: string, typed: string): boolean {
  const wanted = typed.toLowerCase();
  return [name, mentionName(name), ...name.split(/\s+/)].some((part) => part.toLowerCase().startsWith(wanted));
}

/** A name as it stands behind `@`: one word of letters, digits, points and hyphens, so that it ends where it ends. */
export function mentionName(name: string): string {
  const word = name.normalize('NFC').replaceAll(/[^\p{L}\p{M}\p{N}_-]+/gu, '.');
  return word.replaceAll(/^[.\p{M}_-]+|[.-]+$/gu, '') || name;
}
