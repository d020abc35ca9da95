import { setTimeout as pause } from 'node:timers/promises';
import { promptParts } from './prompt-parts.ts';
import { readEvents, type EventStreamOptions } from './event-stream.ts';
import { isOpenCodeError, OpenCodeError } from './open-code-error.ts';
import { OpenCodeChanges } from './open-code-changes.ts';
import { requestJson, requestNothing, type HttpOptions, type OpenCodeConnection } from './open-code-http.ts';
import { OpenCodeOffers } from './open-code-offers.ts';
import { OpenCodeWorkspace, type ReadOpenCode } from './open-code-workspace.ts';
import type {
  FilePartInput,
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
  /** Files that the model gets to see. */
  readonly files?: readonly FilePartInput[];
}

/** A prompt that OpenCode makes of a slash command. Its `text` is what stands behind the command's name. */
export interface CommandPrompt extends Prompt {
  readonly command: string;
}

/** The run of a command is not bound by the time of other requests. */
const longestCommandMs = 24 * 60 * 60 * 1_000;
const commandLookMs = 100;

export type PermissionReply = 'once' | 'always' | 'reject';

/** The one adapter in front of an OpenCode server (1.18.33, unprefixed API). Every method may throw `OpenCodeError`. */
export class OpenCodeClient {
  /** What prompts can choose from. */
  readonly offers: OpenCodeOffers;
  /** The files of the directory. */
  readonly workspace: OpenCodeWorkspace;
  /** What became of them. */
  readonly changes: OpenCodeChanges;
  private readonly connection: OpenCodeConnection;
  private readonly options: OpenCodeClientOptions;

  constructor(connection: OpenCodeConnection, options: OpenCodeClientOptions = {}) {
    this.connection = connection;
    this.options = options;
    const get: ReadOpenCode = (path, query) =>
      requestJson(connection, path, { ...this.http(), ...(query ? { query } : {}) });
    this.offers = new OpenCodeOffers(get);
    this.workspace = new OpenCodeWorkspace(get);
    this.changes = new OpenCodeChanges(connection);
  }

  get directory(): string {
    return this.connection.directory;
  }

  health(): Promise<{ healthy: boolean; version: string }> {
    return this.get('/global/health');
  }

  /** Whether the directory is there: OpenCode answers requests for one that is not, and its runs break off. */
  async hasWorkspace(): Promise<boolean> {
    try {
      await this.get('/file?path=.');
      return true;
    } catch (error) {
      if (isOpenCodeError(error, 'refused') && error.status === 500) return false;
      throw error;
    }
  }

  /** A copy of a conversation, up to and without a message; of all of it by default. */
  fork(sessionId: string, messageId: string | undefined): Promise<OpenCodeSession> {
    return this.post(`/session/${sessionId}/fork`, messageId === undefined ? {} : { messageID: messageId });
  }

  /** The model that a prompt uses when the project names none. Error: `refused` when no provider is configured. */
  async defaultModel(): Promise<ModelRef & { label: string }> {
    const model = (await this.offers.models()).find(({ isDefault }) => isDefault);
    if (model) return model;
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
      parts: promptParts(prompt.text, prompt.files ?? []),
    });
  }

  /**
   * Starts the run of a slash command; returns when OpenCode has made a message of it. Not idempotent, as
   * {@link prompt}: the answer to the request comes only with the end of the run, and is not waited for.
   */
  async command(prompt: CommandPrompt): Promise<void> {
    const { sessionId, messageId: messageID, agent, model, command, text, files = [] } = prompt;
    const body = {
      messageID,
      agent,
      model: `${model.providerID}/${model.modelID}`,
      command,
      arguments: text,
      parts: files,
    };
    const request = { timeoutMs: longestCommandMs, method: 'POST', body } as const;
    const answer = requestJson(this.connection, `/session/${sessionId}/command`, request).then(
      () => 'answered' as const,
      (error: unknown) => ({ error }),
    );
    for (;;) {
      const news = await Promise.race([answer, pause(commandLookMs, 'waiting' as const)]);
      if (news === 'answered' || (await this.hasMessage(sessionId, messageID))) return;
      if (news !== 'waiting') throw news.error;
    }
  }

  /** Puts conversation and workspace back to before a message. `refused` with 409 while a run is going on. */
  async revert(sessionId: string, messageId: string): Promise<void> {
    await this.post(`/session/${sessionId}/revert`, { messageID: messageId });
  }

  async unrevert(sessionId: string): Promise<void> {
    await this.post(`/session/${sessionId}/unrevert`, {});
  }

  async hasMessage(sessionId: string, messageId: string): Promise<boolean> {
    return (await this.message(sessionId, messageId)) !== null;
  }

  message(sessionId: string, messageId: string): Promise<Message | null> {
    return orNull(this.get<Message>(`/session/${sessionId}/message/${messageId}`));
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

  /** Every session of the directory, those of subagents included. */
  sessions(): Promise<OpenCodeSession[]> {
    return this.get('/session');
  }

  /** Removes a conversation for good. One that is gone already is fine. It does not stop a run: stop it first. */
  async deleteSession(sessionId: string): Promise<void> {
    await orNull(this.send('DELETE', `/session/${sessionId}`));
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

  private send(method: 'DELETE', path: string): Promise<void> {
    return requestNothing(this.connection, path, { ...this.http(), method });
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
