import type { AttachmentView, ChosenModelView } from '@podium/board';

/** What was written to an agent and not sent yet. */
export interface ComposerDraft {
  text: string;
  files: readonly Pick<AttachmentView, 'id' | 'name' | 'content_type' | 'size_bytes'>[];
  model: ChosenModelView | null;
  agent: string | null;
}

export const emptyDraft: ComposerDraft = { text: '', files: [], model: null, agent: null };

/** Reads a kept draft; what is missing or broken in it is empty. */
export function draftOf(kept: string | null): ComposerDraft {
  if (!kept) return emptyDraft;
  const value: unknown = JSON.parse(kept);
  return typeof value === 'object' && value !== null ? { ...emptyDraft, ...value } : emptyDraft;
}

/** Longer words can't be sent anyway, and would fill the room that the browser gives. */
const mostCharacters = 500_000;

/** What to keep of a draft; null for one that is as good as empty, or too long. */
export function keptDraft(draft: ComposerDraft): string | null {
  const { text, files, model, agent } = draft;
  if (text.length > mostCharacters) return null;
  return text || files.length > 0 || model || agent ? JSON.stringify(draft) : null;
}
