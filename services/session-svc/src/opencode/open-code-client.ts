import { readEvents, type EventStreamOptions } from './event-stream.ts';
import { isOpenCodeError, OpenCodeError } from './open-code-error.ts';
import { requestJson, requestNothing, type HttpOptions, type OpenCodeConnection } from './open-code-http.ts';
import type {
  Message,
  ModelRef,
  OpenCodeEvent,
  OpenCodeSession,
  PermissionRequest,
  QuestionRequest,
  SessionStatus,
  SyncRecord,
} from './open-code-types.ts';

export type { OpenCodeConnection } from './open-code-http.ts';

export interface OpenCodeClientOptions extends EventStreamOptions {
  /** The time for each request, its body included. Default: 15 s. */
  readonly requestTimeoutMs?: number;
}

export interface Prompt {
  readonly sessionId: string;
  /** Ours, from `newMessageId`: with it an owner can see whether the prompt was sent. */
  readonly messageId: string;
  readonly text: string;
  readonly agent: string;
  /** Always named: a model that OpenCode does not know would stick to the session. */
  readonly model: ModelRef;
}

export type PermissionReply = 'once' | 'always' | 'reject';

interface ProvidersAnswer {
  readonly providers: readonly {
    readonly id: string;
    readonly models: Readonly<Record<string, { readonly name: string }>>;
  }[];
  readonly default: Readonly<Record<string, string>>;
}

/** The one adapter in front of an OpenCode server (1.18.33, unprefixed API). Every method may throw `OpenCodeError`. */
export class OpenCodeClient {
  private readonly connection: OpenCodeConnection;
  private readonly options: OpenCodeClientOptions;

  constructor(connection: OpenCodeConnection, options: OpenCodeClientOptions = {}) {
    this.connection = connection;
    this.options = options;
  }

  get directory(): string {
    return this.connection.directory;
  }

  health(): Promise<{ healthy: boolean; version: string }> {
    return this.get('/global/health');
  }

  /** The model that a prompt uses when the project names none. Error: `refused` when no provider is configured. */
  async defaultModel(): Promise<ModelRef & { label: string }> {
    const { providers, default: defaults } = await this.get<ProvidersAnswer>('/config/providers');
    for (const provider of providers) {
      const modelID = defaults[provider.id] ?? Object.keys(provider.models)[0];
      if (modelID === undefined) continue;
      return { providerID: provider.id, modelID, label: provider.models[modelID]?.name ?? modelID };
    }
    throw new OpenCodeError('refused', 'OpenCode has no provider with a model');
  }

  createSession(options: { title: string }): Promise<OpenCodeSession> {
    return this.post('/session', { title: options.title });
  }

  getSession(sessionId: string): Promise<OpenCodeSession | null> {
    return orNull(this.get<OpenCodeSession>(`/session/${sessionId}`));
  }

  /** The sessions of the subagents that this session started. */
  children(sessionId: string): Promise<OpenCodeSession[]> {
    return this.get(`/session/${sessionId}/children`);
  }

  /** Starts a run and returns at once. Not idempotent: ask {@link hasMessage} first when it may have been sent. */
  prompt(prompt: Prompt): Promise<void> {
    return this.postForNothing(`/session/${prompt.sessionId}/prompt_async`, {
      messageID: prompt.messageId,
      agent: prompt.agent,
      model: { providerID: prompt.model.providerID, modelID: prompt.model.modelID },
      parts: [{ type: 'text', text: prompt.text }],
    });
  }

  async hasMessage(sessionId: string, messageId: string): Promise<boolean> {
    return (await orNull(this.get<Message>(`/session/${sessionId}/message/${messageId}`))) !== null;
  }

  /** Every message of a session with its parts, oldest first. */
  messages(sessionId: string): Promise<Message[]> {
    return this.get(`/session/${sessionId}/message`);
  }

  async status(sessionId: string): Promise<SessionStatus> {
    const statuses = await this.get<Record<string, SessionStatus>>('/session/status');
    return statuses[sessionId] ?? { type: 'idle' };
  }

  /** Asks a run to end. An abort that comes before the run is busy is lost: use `stopRun`. */
  async abort(sessionId: string): Promise<void> {
    await this.post(`/session/${sessionId}/abort`, {});
  }

  pendingPermissions(): Promise<PermissionRequest[]> {
    return this.get('/permission');
  }

  pendingQuestions(): Promise<QuestionRequest[]> {
    return this.get('/question');
  }

  /** `reject` without a message ends the run; with one the model goes on. It rejects all that the session asks. */
  async replyPermission(permissionId: string, reply: PermissionReply, message?: string): Promise<void> {
    await this.post(`/permission/${permissionId}/reply`, { reply, ...(message === undefined ? {} : { message }) });
  }

  /** One list of labels, or of free text, per question. */
  async answerQuestion(questionId: string, answers: readonly (readonly string[])[]): Promise<void> {
    await this.post(`/question/${questionId}/reply`, { answers });
  }

  /** Ends the run. */
  async rejectQuestion(questionId: string): Promise<void> {
    await this.post(`/question/${questionId}/reject`, {});
  }

  /** What happened after the given sequence per session. Sessions that are not listed come whole: list all you know. */
  history(cursor: Readonly<Record<string, number>>): Promise<SyncRecord[]> {
    return this.post('/sync/history', cursor);
  }

  /** The live events of the directory; see {@link readEvents}. */
  events(signal: AbortSignal): AsyncIterable<OpenCodeEvent> {
    return readEvents(this.connection, signal, this.options);
  }

  private get<T>(path: string): Promise<T> {
    return requestJson<T>(this.connection, path, this.http());
  }

  private post<T>(path: string, body: unknown): Promise<T> {
    return requestJson<T>(this.connection, path, { ...this.http(), method: 'POST', body });
  }

  private postForNothing(path: string, body: unknown): Promise<void> {
    return requestNothing(this.connection, path, { ...this.http(), method: 'POST', body });
  }

  private http(): HttpOptions {
    return { timeoutMs: this.options.requestTimeoutMs ?? 15_000 };
  }
}

async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (isOpenCodeError(error, 'not_found')) return null;
    throw error;
  }
}
