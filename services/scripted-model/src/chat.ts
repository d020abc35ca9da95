/** The part of OpenAI's chat completion request that the scripted model reads. */
export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  readonly tools?: readonly { readonly function: { readonly name: string } }[];
  readonly stream?: boolean;
}

export interface ChatMessage {
  readonly role: 'system' | 'developer' | 'user' | 'assistant' | 'tool';
  readonly content?: string | readonly ContentPart[] | null;
}

/** Text, or an image as a `data:` address. */
export interface ContentPart {
  readonly type: string;
  readonly text?: string;
  readonly image_url?: { readonly url: string };
}

/** A call of one of the tools that the request offers. */
export interface ToolCall {
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Text to say; `wordDelayMs` overrides the server's pace. */
export interface Speech {
  readonly text: string;
  readonly wordDelayMs?: number;
  readonly isReasoning?: true;
}

/** An HTTP error to answer with; after `times` such answers to one task the request goes through. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly times: number;
  /** Instead of the error: a stream that is no JSON, as of a provider whose answer was damaged on its way. */
  readonly garbled?: true;
}

/** What the model does with one request. `hang` means: accept it and never answer. */
export interface Answer {
  readonly refusal?: Refusal;
  readonly hang: boolean;
  readonly speech: readonly Speech[];
  readonly call?: ToolCall;
}

export function textOf(message: ChatMessage | undefined): string {
  const content = message?.content ?? '';
  if (typeof content === 'string') return content;
  return content.map((part) => part.text ?? '').join('\n');
}
