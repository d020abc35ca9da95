import type { ModelView } from './session-view.ts';

/** A model that a person chose. */
export interface ChosenModelView {
  provider_id: string;
  model_id: string;
}

/** A file that goes with a prompt. */
export interface PromptAttachmentView {
  id: string;
  name: string;
  content_type: string;
  size_bytes: number;
}

/** What a person wants the agent to be told, and what it was not told yet. */
export interface PromptView {
  id: string;
  text: string;
  /** Null: the project's default. */
  model: ChosenModelView | null;
  /** Null: the default agent. */
  agent: string | null;
  attachments: PromptAttachmentView[];
  /** It is being sent: the turn that runs is broken off for it. It can't be changed any more. */
  interrupt: boolean;
  added_by: string;
  /** RFC 3339. */
  added_at: string;
  /** When it was last changed; null where it was not. */
  edited_at: string | null;
}

/** A model to choose. */
export interface OfferedModelView extends ModelView {
  is_default: boolean;
  reads_images: boolean;
}

/** An agent, or a slash command, to choose. */
export interface OfferedView {
  name: string;
  description: string;
}

/** What a project's runtime offers for prompts. */
export interface CatalogueView {
  project_id: string;
  models: OfferedModelView[];
  agents: OfferedView[];
  commands: OfferedView[];
  position: number;
}
