import type {
  AssistantMessage,
  Message,
  MessageError,
  MessageInfo,
  OpenCodeEvent,
  Part,
  SessionStatus,
  TextPart,
  ToolPart,
} from './open-code-types.ts';
import { progressSince, type RunProgress } from './run-progress.ts';

/** What is known of a part. */
export interface PartRecord {
  part: Part;
  /** For text and reasoning: the text from its beginning, as far as it is known. */
  text: string;
  /** Whether no delta was missed. A part that was open during a cut is unknown until its final text comes. */
  known: boolean;
  final: boolean;
  /** Whether an event told of it: then all deltas that came before it are in. A snapshot may be ahead of the events. */
  isLive: boolean;
}

/** A try at the provider that failed; OpenCode waits and tries again. `nextAtMs` is epoch milliseconds. */
export interface RetryNotice {
  readonly key: string;
  readonly attempt: number;
  readonly message: string;
  readonly nextAtMs: number;
}

const toolProgress = { pending: 0, running: 1, completed: 2, error: 2 } as const;

/**
 * What an owner knows of one run, from live events and from snapshots, in whatever order they come: nothing that was
 * final becomes open again. It holds the session of the run and those of its subagents, and no other.
 */
export class RunRecord {
  readonly sessionId: string;
  /** Our user message: everything that answers it is the run. */
  readonly messageId: string;
  readonly retries: RetryNotice[] = [];
  status: SessionStatus = { type: 'idle' };
  sessionError: MessageError | undefined;
  private lastSignMs = 0;
  private readonly family: Set<string>;
  private readonly infos = new Map<string, MessageInfo>();
  private readonly parts = new Map<string, Map<string, PartRecord>>();

  constructor(sessionId: string, messageId: string) {
    this.sessionId = sessionId;
    this.messageId = messageId;
    this.family = new Set([sessionId]);
  }

  get hasPrompt(): boolean {
    return this.infos.has(this.messageId);
  }

  /** The run's session and the sessions of its subagents. */
  sessionIds(): string[] {
    return [...this.family];
  }

  isOurs(sessionId: string | undefined): boolean {
    return sessionId !== undefined && this.family.has(sessionId);
  }

  adopt(sessionId: string): void {
    this.family.add(sessionId);
  }

  get messageCount(): number {
    return this.infos.size;
  }

  /** How far the conversation has come since one of its messages. */
  progress(messageId: string): RunProgress {
    const parts = [...this.everyPart()].map(({ part }) => part);
    return progressSince({ messages: this.infos.values(), parts, lastEventMs: this.lastSignMs }, messageId);
  }

  apply(event: OpenCodeEvent): void {
    if (this.isOurs(signOf(event))) this.lastSignMs = Date.now();
    switch (event.type) {
      case 'session.created':
      case 'session.updated': {
        const { info } = event.properties;
        if (this.isOurs(info.parentID)) this.adopt(info.id);
        return;
      }
      case 'session.status':
        if (event.properties.sessionID === this.sessionId) this.setStatus(event.properties.status);
        return;
      case 'session.idle':
        if (event.properties.sessionID === this.sessionId) this.setStatus({ type: 'idle' });
        return;
      case 'session.error':
        if (event.properties.sessionID === this.sessionId) this.sessionError ??= event.properties.error;
        return;
      case 'message.updated':
        return this.putInfo(event.properties.info);
      case 'message.part.updated':
        return this.putPart(event.properties.part, 'live');
      case 'message.part.delta':
        if (event.properties.field === 'text') this.append(event.properties);
        return;
      default:
        return;
    }
  }

  applySnapshot(messages: readonly Message[]): void {
    for (const { info, parts } of messages) {
      this.putInfo(info);
      for (const part of parts) this.putPart(part, 'snapshot');
    }
  }

  setStatus(status: SessionStatus): void {
    this.status = status;
    // An error from before the run began is not an error of this run.
    if (status.type !== 'idle') this.sessionError = undefined;
    if (status.type !== 'retry') return;
    const during = this.runMessages().at(-1)?.id ?? this.messageId;
    const key = `${during}:retry:${status.attempt}`;
    if (this.retries.some((retry) => retry.key === key)) return;
    this.retries.push({ key, attempt: status.attempt, message: status.message, nextAtMs: status.next });
  }

  /** The stream was cut: deltas of the open parts are lost. */
  loseOpenParts(): void {
    for (const part of this.everyPart()) if (!part.final) part.known = false;
  }

  /** The run has ended: nothing more will come for the parts that are still open. */
  close(): void {
    for (const part of this.everyPart()) {
      part.final = true;
      part.known = true;
    }
  }

  /** The assistant messages of the run, oldest first, without those of its subagents. */
  runMessages(): AssistantMessage[] {
    const turns = this.turnIds();
    return this.assistantMessages(this.sessionId).filter((info) => turns.has(info.parentID));
  }

  /** The assistant messages that a subagent wrote for this call. */
  subagentMessages(call: ToolPart): AssistantMessage[] {
    const sessionId = call.state.metadata?.['sessionId'];
    if (call.tool !== 'task' || typeof sessionId !== 'string') return [];
    const startedAtMs = call.state.time?.start ?? 0;
    return this.assistantMessages(sessionId).filter((info) => info.time.created >= startedAtMs);
  }

  partsOf(messageId: string): PartRecord[] {
    return [...(this.parts.get(messageId)?.values() ?? [])].sort((a, b) => compare(a.part.id, b.part.id));
  }

  /** Our user message, and those that OpenCode itself adds to the run when it compacts the conversation. */
  private turnIds(): Set<string> {
    const turns = new Set([this.messageId]);
    const startedAtMs = this.infos.get(this.messageId)?.time.created;
    if (startedAtMs === undefined) return turns;
    for (const info of this.infos.values()) {
      if (info.role !== 'user' || info.sessionID !== this.sessionId || info.time.created < startedAtMs) continue;
      if (this.isMadeByOpenCode(info.id)) turns.add(info.id);
    }
    return turns;
  }

  private isMadeByOpenCode(userMessageId: string): boolean {
    const parts = this.partsOf(userMessageId);
    return parts.length > 0 && parts.every(({ part }) => part.type !== 'text' || part.synthetic === true);
  }

  private assistantMessages(sessionId: string): AssistantMessage[] {
    const found = [...this.infos.values()].filter((info): info is AssistantMessage => info.role === 'assistant');
    return found
      .filter((info) => info.sessionID === sessionId)
      .sort((a, b) => a.time.created - b.time.created || compare(a.id, b.id));
  }

  private putInfo(info: MessageInfo): void {
    if (!this.isOurs(info.sessionID)) return;
    const before = this.infos.get(info.id);
    const wasCompleted = before?.role === 'assistant' && before.time.completed !== undefined;
    const isCompleted = info.role === 'assistant' && info.time.completed !== undefined;
    if (!wasCompleted || isCompleted) this.infos.set(info.id, info);
  }

  private putPart(part: Part, source: 'live' | 'snapshot'): void {
    if (!this.isOurs(part.sessionID)) return;
    const parts = this.parts.get(part.messageID) ?? new Map<string, PartRecord>();
    this.parts.set(part.messageID, parts);
    const before = parts.get(part.id);
    const after = isText(part) ? textRecord(part, before, source) : toolRecord(part, before);
    parts.set(part.id, { ...after, isLive: source === 'live' || before?.isLive === true });
  }

  private append(delta: { readonly messageID: string; readonly partID: string; readonly delta: string }): void {
    const record = this.parts.get(delta.messageID)?.get(delta.partID);
    if (record?.known && !record.final) record.text += delta.delta;
  }

  private *everyPart(): Generator<PartRecord> {
    for (const parts of this.parts.values()) yield* parts.values();
  }
}

type Progress = Omit<PartRecord, 'isLive'>;

function isText(part: Part): part is TextPart {
  return part.type === 'text' || part.type === 'reasoning';
}

/** Live, a text part begins empty and is sent again only when it is complete. */
function textRecord(part: TextPart, before: PartRecord | undefined, source: 'live' | 'snapshot'): Progress {
  if (before?.final) return before;
  const final = part.time?.end !== undefined || part.synthetic === true;
  if (final) return { part, text: part.text, known: true, final };
  const starts = source === 'live' && (before === undefined || before.text === '');
  return starts ? { part, text: part.text, known: true, final } : (before ?? { part, text: '', known: false, final });
}

function toolRecord(part: Exclude<Part, TextPart>, before: PartRecord | undefined): Progress {
  const final = part.type !== 'tool' || toolProgress[part.state.status] === 2;
  const after = { part, text: '', known: true, final };
  if (part.type !== 'tool' || before?.part.type !== 'tool') return after;
  return toolProgress[part.state.status] < toolProgress[before.part.state.status] ? before : after;
}

/** The session that an event shows to go on. The server's own tries at the provider do not: they may have no end. */
function signOf(event: OpenCodeEvent): string | undefined {
  if (event.type === 'message.part.delta') return event.properties.sessionID;
  if (event.type !== 'message.part.updated') return undefined;
  const { type, sessionID } = event.properties.part;
  return type === 'retry' || type === 'step-start' ? undefined : sessionID;
}

/** Ids ascend in plain byte order, which `localeCompare` would not keep. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
