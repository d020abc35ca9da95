import type { ActivityItem, PromptActivity, SessionView } from '@podium/board';

/** What was said to an agent, and everything that it did upon it. */
export interface Turn {
  key: string;
  prompt: {
    text: string;
    by: string;
    time: string;
    /** Who was asked, where a person chose. */
    model: string | null;
    agent: string | null;
    attachments: PromptActivity['attachments'];
    /** Where the conversation can be forked, or put back to; null where that is not known. */
    messageId: string | null;
  };
  /** In order; what the agent did between two messages is one group. */
  parts: readonly TurnPart[];
}

export type TurnPart =
  | { kind: 'message' | 'error' | 'status'; item: ActivityItem }
  | { kind: 'steps'; key: string; items: readonly ActivityItem[] };

type Begun = Pick<SessionView, 'id' | 'prompt' | 'requested_by' | 'queued_at'>;

/** A session's output as a conversation. */
export function turnsOf(session: Begun, items: readonly ActivityItem[]): Turn[] {
  const turns: Turn[] = [];
  let begun: ActivityItem | null = null;
  let said: ActivityItem[] = [];
  const end = (): void => {
    if (begun || said.length > 0 || turns.length === 0) turns.push(turnOf(session, begun, said, turns.length));
    said = [];
  };
  for (const item of items) {
    if (item.kind !== 'prompt') {
      said.push(item);
      continue;
    }
    // What comes before the first prompt belongs to it: the session's beginning.
    const isFirst = begun === null && turns.length === 0;
    if (!isFirst) end();
    begun = item;
  }
  end();
  return turns;
}

function turnOf(session: Begun, begun: ActivityItem | null, said: readonly ActivityItem[], index: number): Turn {
  return {
    key: begun?.id ?? `${session.id}-${index}`,
    prompt: {
      text: begun?.text ?? session.prompt,
      by: begun?.prompt?.requested_by ?? session.requested_by,
      time: begun?.time ?? session.queued_at,
      model: begun?.prompt?.model?.model_id ?? null,
      agent: begun?.prompt?.agent ?? null,
      attachments: begun?.prompt?.attachments ?? [],
      messageId: begun?.message_id ?? null,
    },
    parts: partsOf(said),
  };
}

function partsOf(items: readonly ActivityItem[]): TurnPart[] {
  const parts: TurnPart[] = [];
  let steps: ActivityItem[] | null = null;
  for (const item of items) {
    if (item.kind === 'done' || item.kind === 'step') continue;
    if (item.kind !== 'message' && item.kind !== 'error' && item.kind !== 'status') {
      if (!steps) parts.push({ kind: 'steps', key: item.id, items: (steps = []) });
      steps.push(item);
    } else if (item.text.trim()) {
      parts.push({ kind: item.kind, item });
      steps = null;
    }
  }
  return parts;
}
