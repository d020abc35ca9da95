import type { OpenCodeClient, PermissionReply } from './open-code-client.ts';
import { isOpenCodeError } from './open-code-error.ts';
import type { OpenCodeEvent, PermissionRequest, QuestionRequest } from './open-code-types.ts';

/** Something that the run waits for: a permission or the answer to a question. */
export type Gate =
  | { readonly kind: 'permission'; readonly id: string; readonly request: PermissionRequest }
  | { readonly kind: 'question'; readonly id: string; readonly request: QuestionRequest };

export interface GateChange {
  readonly change: 'opened' | 'closed';
  readonly gate: Gate;
}

/** Which gates of a run are open. It reports each opening and each closing once. */
export class GateBook {
  private readonly open = new Map<string, Gate>();
  private changes: GateChange[] = [];
  private readonly isOurs: (sessionId: string) => boolean;

  constructor(isOurs: (sessionId: string) => boolean) {
    this.isOurs = isOurs;
  }

  apply(event: OpenCodeEvent): void {
    if (event.type === 'permission.asked') this.add(permissionGate(event.properties));
    if (event.type === 'question.asked') this.add(questionGate(event.properties));
    if (
      event.type === 'permission.replied' ||
      event.type === 'question.replied' ||
      event.type === 'question.rejected'
    ) {
      this.remove(event.properties.requestID);
    }
  }

  /** All that the server has pending, after a gap in the events. */
  applySnapshot(gates: readonly Gate[]): void {
    const pending = new Set(gates.map((gate) => gate.id));
    for (const id of [...this.open.keys()]) if (!pending.has(id)) this.remove(id);
    for (const gate of gates) this.add(gate);
  }

  takeChanges(): GateChange[] {
    return this.changes.splice(0);
  }

  private add(gate: Gate): void {
    if (this.open.has(gate.id) || !this.isOurs(gate.request.sessionID)) return;
    this.open.set(gate.id, gate);
    this.changes.push({ change: 'opened', gate });
  }

  private remove(id: string): void {
    const gate = this.open.get(id);
    if (!gate) return;
    this.open.delete(id);
    this.changes.push({ change: 'closed', gate });
  }
}

/** All that waits for a person in the directory, of every session. */
export async function pendingGates(client: OpenCodeClient): Promise<Gate[]> {
  const [permissions, questions] = await Promise.all([client.pendingPermissions(), client.pendingQuestions()]);
  return [...permissions.map(permissionGate), ...questions.map(questionGate)];
}

/**
 * The policy for a run that nobody watches: permissions are refused and questions are answered in a way that lets the
 * agent go on by itself.
 */
export async function declineGate(client: OpenCodeClient, gate: Gate): Promise<void> {
  await unlessGone(
    gate.kind === 'permission'
      ? client.replyPermission(gate.id, 'reject', 'Nobody answered. Go on without it.')
      : client.answerQuestion(
          gate.id,
          gate.request.questions.map(() => ['Nobody answered. Decide by yourself and say what you assumed.']),
        ),
  );
}

/** A person's answer to a gate. A refusal without a message ends the run; with one the agent goes on with it. */
export type GateReply =
  | { readonly kind: 'permission'; readonly reply: PermissionReply; readonly message?: string }
  | { readonly kind: 'answers'; readonly answers: readonly (readonly string[])[] };

/** Gives the agent its answer. One that nobody waits for any more is dropped. */
export async function replyToGate(client: OpenCodeClient, gate: Gate, reply: GateReply): Promise<void> {
  await unlessGone(
    reply.kind === 'permission'
      ? client.replyPermission(gate.id, reply.reply, reply.message)
      : client.answerQuestion(gate.id, reply.answers),
  );
}

/** Refuses a gate for good, which ends the run. */
export async function rejectGate(client: OpenCodeClient, gate: Gate): Promise<void> {
  await unlessGone(
    gate.kind === 'permission' ? client.replyPermission(gate.id, 'reject') : client.rejectQuestion(gate.id),
  );
}

/** A gate that somebody else settled meanwhile, or that fell with another one of its session, is no error. */
async function unlessGone(reply: Promise<void>): Promise<void> {
  try {
    await reply;
  } catch (error) {
    if (!isOpenCodeError(error, 'not_found')) throw error;
  }
}

function permissionGate(request: PermissionRequest): Gate {
  return { kind: 'permission', id: request.id, request };
}

function questionGate(request: QuestionRequest): Gate {
  return { kind: 'question', id: request.id, request };
}
