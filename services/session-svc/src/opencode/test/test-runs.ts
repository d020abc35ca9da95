import { expect } from '@jest/globals';
import { startScriptedModel } from '@podium/scripted-model';
import { followRun, type FollowRunOptions, type RunOutcome } from '../follow-run.ts';
import { newMessageId } from '../message-id.ts';
import { OpenCodeClient } from '../open-code-client.ts';
import type { OutputPiece } from '../run-output.ts';
import { startOpenCode, testModel, type TestOpenCode } from './start-open-code.ts';

export interface Run {
  readonly sessionId: string;
  readonly messageId: string;
  readonly pieces: OutputPiece[];
  readonly written: Map<string, number>;
  readonly outcome: Promise<RunOutcome>;
}

type More = Partial<FollowRunOptions> & { readonly agent?: string };

/** A real OpenCode with the scripted model behind it, and an owner of runs on it. */
export class TestRuns {
  readonly server: TestOpenCode;
  readonly client: OpenCodeClient;
  private readonly closeModel: () => Promise<void>;

  private constructor(server: TestOpenCode, closeModel: () => Promise<void>) {
    this.server = server;
    this.client = new OpenCodeClient(server.connection, { giveUpAfterMs: 20_000 });
    this.closeModel = closeModel;
  }

  static async start(): Promise<TestRuns> {
    const model = await startScriptedModel({ wordDelayMs: 15 });
    return new TestRuns(await startOpenCode({ modelUrl: model.url }), () => model.close());
  }

  /** Sends a prompt and follows it. */
  async run(text: string, more: More = {}): Promise<Run> {
    const { id: sessionId } = await this.client.createSession({ title: 'A run' });
    const messageId = newMessageId();
    return this.follow(sessionId, messageId, {
      onConnected: () => this.prompt(sessionId, messageId, text, more.agent),
      ...more,
    });
  }

  prompt(sessionId: string, messageId: string, text: string, agent = 'build'): Promise<void> {
    return this.client.prompt({ sessionId, messageId, text, agent, model: testModel });
  }

  /** Follows a prompt that was sent, or that `onConnected` sends. */
  follow(sessionId: string, messageId: string, more: More = {}): Run {
    const pieces: OutputPiece[] = [];
    const written = more.written ?? new Map<string, number>();
    const sink = (piece: OutputPiece) => void pieces.push(piece);
    const { signal } = new AbortController();
    const outcome = followRun({ client: this.client, sessionId, messageId, sink, signal, ...more, written });
    // The test awaits it later; until then its rejection is not unhandled.
    outcome.catch(() => undefined);
    return { sessionId, messageId, pieces, written, outcome };
  }

  async close(): Promise<void> {
    await this.server.close();
    await this.closeModel();
  }
}

export async function until(condition: () => boolean): Promise<void> {
  const deadlineMs = Date.now() + 60_000;
  while (!condition()) {
    if (Date.now() > deadlineMs) throw new Error('The condition did not come true in time');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export function textOf(pieces: readonly OutputPiece[]): string {
  return pieces.map((piece) => piece.text).join('');
}

/** The parts of an output in their order, each as `kind|text`. Fails where a piece leaves a gap or repeats something. */
export function partsOf(pieces: readonly OutputPiece[]): string[] {
  const parts = new Map<string, { readonly kind: string; text: string }>();
  for (const { kind, partId, partOffset, text } of pieces.filter((piece) => piece.text !== '')) {
    const part = parts.get(partId) ?? { kind, text: '' };
    expect({ partId, partOffset }).toEqual({ partId, partOffset: part.text.length });
    part.text += text;
    parts.set(partId, part);
  }
  return [...parts.values()].map(({ kind, text }) => `${kind}|${text}`);
}

/** Whether a slow run has begun to write. */
export function isWriting({ pieces }: Run): boolean {
  return textOf(pieces).includes('still');
}
