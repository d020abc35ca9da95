import type { InboxItem, InboxKind } from '@podium/board';
import { plainWords } from '@/lib/ui/plain-words.ts';

export const kindLabels: Record<InboxKind, string> = {
  permission: 'Permission',
  question: 'Question',
  plan: 'Plan to approve',
  failure: 'Failed',
  review: 'To review',
};

/** Headings of the inbox, in its order. */
export const groupLabels: Record<InboxKind, string> = {
  permission: 'Agents want to do something',
  question: 'Agents have questions',
  plan: 'Plans wait for approval',
  failure: 'Work failed',
  review: 'Work waits to be looked at',
};

/** One sentence on what is wanted of the person. */
export function inboxText({ kind, text }: InboxItem): string {
  // What an agent says of its work is Markdown; a command is not.
  if (text !== null) return kind === 'review' || kind === 'plan' ? plainWords(text) : text;
  return kind === 'plan'
    ? 'The agent has a plan. Approve it, or say what is missing.'
    : 'The work is done. Look at what it changed.';
}
