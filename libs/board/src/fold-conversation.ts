import type { Model, PromptOptions, RecordedFact } from '@podium/proto';
import type { CatalogueView, PromptView } from './conversation.ts';
import type { ChangeCountsView, ModelView, SessionView } from './session-view.ts';

/** What a session shows of its conversation before anyone wrote anything. */
export function newConversation({
  data,
}: Extract<RecordedFact, { type: 'podium.session.v1.SessionQueued' }>): Pick<
  SessionView,
  'continues_session_id' | 'forked_from_message_id' | 'prompts' | 'turns' | 'reverted_to'
> {
  return {
    continues_session_id: data.continues?.sessionId ?? null,
    forked_from_message_id: data.continues?.forkMessageId ?? null,
    prompts: [],
    turns: 0,
    reverted_to: null,
  };
}

/** What a fact changes in a session's conversation; undefined where that is nothing. */
export function conversationChange(session: SessionView, fact: RecordedFact): Partial<SessionView> | undefined {
  switch (fact.type) {
    case 'podium.session.v1.PromptAdded': {
      const prompt = addedPrompt(fact);
      const interruptions = session.prompts.filter(({ interrupt }) => interrupt).length;
      const place = prompt.interrupt ? interruptions : session.prompts.length;
      return { prompts: [...session.prompts.slice(0, place), prompt, ...session.prompts.slice(place)] };
    }
    case 'podium.session.v1.PromptEdited':
      return { prompts: edited(session.prompts, fact) };
    case 'podium.session.v1.PromptRemoved':
      return { prompts: without(session.prompts, fact.data.promptId) };
    case 'podium.session.v1.PromptSent':
      return {
        turns: fact.data.turn,
        model: modelView(fact.data.model) ?? session.model,
        prompts: without(session.prompts, fact.data.promptId),
      };
    case 'podium.session.v1.TurnEnded':
      return {
        gates: [],
        latest_changes: changeCounts(fact),
        ...(session.status === 'waiting' ? { status: 'running' } : {}),
      };
    case 'podium.session.v1.SessionReverted':
      return { reverted_to: fact.data.messageId };
    case 'podium.session.v1.SessionUnreverted':
      return { reverted_to: null };
    default:
      return undefined;
  }
}

function changeCounts({
  data: { changes },
}: Extract<RecordedFact, { type: 'podium.session.v1.TurnEnded' }>): ChangeCountsView | null {
  if (!changes) return null;
  const { totalFiles, additions, deletions, files } = changes;
  // What is not named is nobody's for sure.
  const isShared = changes.company !== undefined && (totalFiles > files.length || !files.every(({ own }) => own));
  return { files: totalFiles, additions, deletions, shared: isShared };
}

/** The first prompt is sent, and nothing ran before it that could have been interrupted: all others wait. */
export function begunConversation(session: SessionView): Partial<SessionView> {
  return session.turns > 0 ? {} : { turns: 1, prompts: uninterrupting(session.prompts) };
}

/** Folds one fact into what a project's runtime offers. */
export function foldCatalogue(catalogue: CatalogueView | null, fact: RecordedFact): CatalogueView | null {
  if (fact.type !== 'podium.session.v1.RuntimeCatalogued') return catalogue;
  const { projectId, models, agents, commands } = fact.data;
  return {
    project_id: projectId,
    models: models.flatMap(({ model, isDefault, readsImages }) => {
      const view = modelView(model);
      return view ? [{ ...view, is_default: isDefault, reads_images: readsImages }] : [];
    }),
    agents: agents.map(({ name, description }) => ({ name, description })),
    commands: commands.map(({ name, description }) => ({ name, description })),
    position: fact.position,
  };
}

export function modelView(model: Model | undefined): ModelView | null {
  return model
    ? { provider_id: model.providerId, model_id: model.modelId, label: model.label, scripted: model.scripted }
    : null;
}

function addedPrompt(fact: Extract<RecordedFact, { type: 'podium.session.v1.PromptAdded' }>): PromptView {
  const { promptId, text, options, interrupt } = fact.data;
  return {
    id: promptId,
    text,
    ...optionsView(options),
    interrupt,
    added_by: fact.actor,
    added_at: fact.time,
    edited_at: null,
  };
}

function optionsView(options: PromptOptions | undefined): Pick<PromptView, 'model' | 'agent' | 'attachments'> {
  return {
    model: options?.model ? { provider_id: options.model.providerId, model_id: options.model.modelId } : null,
    agent: options?.agent ?? null,
    attachments: (options?.attachments ?? []).map(({ attachmentId, name, contentType, sizeBytes }) => ({
      id: attachmentId,
      name,
      content_type: contentType,
      size_bytes: sizeBytes,
    })),
  };
}

function edited(
  prompts: readonly PromptView[],
  { data, time }: Extract<RecordedFact, { type: 'podium.session.v1.PromptEdited' }>,
): PromptView[] {
  const prompt = prompts.find(({ id }) => id === data.promptId);
  if (!prompt) return [...prompts];
  const isTextNew = data.text !== undefined || data.options !== undefined;
  const after = {
    ...prompt,
    text: data.text ?? prompt.text,
    ...(data.options ? optionsView(data.options) : {}),
    edited_at: isTextNew ? time : prompt.edited_at,
  };
  if (data.position === undefined) return prompts.map((other) => (other === prompt ? after : other));
  const others = without(prompts, prompt.id);
  return [...others.slice(0, data.position), after, ...others.slice(data.position)];
}

function without(prompts: readonly PromptView[], id: string): PromptView[] {
  return prompts.filter((prompt) => prompt.id !== id);
}

function uninterrupting(prompts: readonly PromptView[]): PromptView[] {
  return prompts.map((prompt) => (prompt.interrupt ? { ...prompt, interrupt: false } : prompt));
}
