import type { Outcome } from '@podium/event-sourcing';
import type { Model, PromptOptions, Usage } from '@podium/proto';
import type { EndSession, SessionCommand } from '../domain/commands.ts';
import type { Live, Running, Work } from '../domain/session.ts';
import { isFinished, isInterrupted } from '../domain/turns.ts';
import { messageIdAfter } from '../opencode/message-id.ts';
import type { OpenCodeClient } from '../opencode/open-code-client.ts';
import type { RunOutcome } from '../opencode/follow-run.ts';
import { stopRun } from '../opencode/stop-run.ts';
import { conversationOf, type EarlierSession } from './conversation.ts';
import { endingOf, interruptedForGood, usageOf } from './ending.ts';
import { followIntoOutput, type OutputTo } from './follow-into-output.ts';
import { GateKeeper, type GatedSession } from './gate-keeper.ts';
import { chosenModel, modelOf } from './model.ts';
import type { OutputWriter } from './output-writer.ts';
import type { PromptSender } from './prompt-sender.ts';
import { noResult, type TurnResult } from './turn-result.ts';
import { assertWorkspace } from './workspace.ts';
import { Watchdog, type WatchedSession } from './watchdog.ts';
import type { WorkspaceWatch } from './workspace-watch.ts';

/** How often a prompt is sent, continuations included, before a session that is cut off again and again fails. */
const maxSendings = 5;

/** What the turns of a session need of the one who runs it. */
export interface TurnSession {
  readonly projectId: string;
  readonly sessionId: string;
  readonly owner: string;
  /** Ends waiting when this process closes. */
  readonly drain: AbortSignal;
  /** Ends waiting also when something happened to the session. */
  signal(): AbortSignal;
  gated(): GatedSession;
  watched(): WatchedSession;
  command(command: SessionCommand, key: string): Promise<Outcome>;
  earlier: EarlierSession;
  sender: PromptSender;
  workspace: WorkspaceWatch;
  /** Called once a turn was begun by this owner. */
  begun(): void;
  end(ending: EndSession['ending'], result: TurnResult, writer: OutputWriter): Promise<void>;
}

/** An answer that did not come to its end. */
interface CutOff {
  /** Absent where nobody knows it any more. */
  readonly usage?: Usage;
  /** When something last came of it, in epoch milliseconds; 0 where nothing has. */
  readonly lastSignMs: number;
}

/** The turns of one session: each is one prompt and its answer, in one conversation inside the runtime. */
export class Turns {
  readonly #session: TurnSession;

  constructor(session: TurnSession) {
    this.#session = session;
  }

  /** The first turn, or the turn that a retry goes on with. */
  async begin({ work }: Live, client: OpenCodeClient, writer: OutputWriter): Promise<void> {
    await assertWorkspace(client);
    const { id, isLost } = await conversationOf(work, client, this.#session.earlier);
    if (isLost) sayLoss(writer, 0);
    await this.#start(work, { id, isLost }, client, writer);
  }

  /** One step further: the next prompt, the answer to it, or the end. */
  async goOn(state: Running, openCode: () => Promise<OpenCodeClient>, writer: OutputWriter): Promise<void> {
    const { work } = state;
    if (isFinished(work)) {
      const summary = work.turn?.ended?.summary ?? '';
      return this.#session.end({ kind: 'completed', summary }, noResult, writer);
    }
    const client = await openCode();
    if (work.turn?.ended) return this.#sendNext(state, client);
    writePrompt(state, writer);
    sayWhoAnswers(state, writer);
    return this.#follow(state, client, writer);
  }

  /** The fact comes first, then the prompt: whoever comes next knows what to look for. */
  async #start(
    work: Work,
    conversation: { readonly id: string; readonly isLost: boolean },
    client: OpenCodeClient,
    writer: OutputWriter,
    cutOff?: CutOff,
  ): Promise<void> {
    const { sessionId, owner } = this.#session;
    const [model, runtimeMessageId, headCommit] = await Promise.all([
      this.#model(work.turn?.prompt.options ?? work.options, client),
      this.#newMessageId(conversation.id, client),
      work.turn ? undefined : this.#session.workspace.headBefore(client),
    ]);
    const outcome = await this.#session.command(
      {
        kind: 'start',
        sessionId,
        owner,
        runtimeSessionId: conversation.id,
        runtimeMessageId,
        model,
        cutOffUsage: cutOff?.usage,
        cutOffAt: cutOff && cutOff.lastSignMs > 0 ? new Date(cutOff.lastSignMs).toISOString() : undefined,
        conversationLost: conversation.isLost,
        headCommit,
      },
      runtimeMessageId,
    );
    if (outcome.kind !== 'accepted') return;
    this.#session.begun();
  }

  async #sendNext({ work, run }: Running, client: OpenCodeClient): Promise<void> {
    const [prompt] = work.prompts;
    if (!prompt) return;
    const { sessionId, owner } = this.#session;
    const model = await this.#model(prompt.options, client);
    const runtimeMessageId = await this.#newMessageId(run.runtimeSessionId, client);
    const promptId = prompt.id;
    await this.#session.command({ kind: 'send-prompt', sessionId, owner, promptId, runtimeMessageId, model }, promptId);
  }

  async #follow(state: Running, client: OpenCodeClient, writer: OutputWriter): Promise<void> {
    const { work, run } = state;
    if (!(await client.getSession(run.runtimeSessionId))) return this.#startAnew(state, client, writer);
    if (isInterrupted(work)) return this.#interrupt(state, client, writer);
    const gates = new GateKeeper(this.#session.gated(), client, writer);
    const send = () => this.#session.sender.send(client, this.#session.projectId, state, writer);
    const watchdog = new Watchdog(this.#session.watched());
    const guidance = { gates, send, watchdog };
    const outcome = await followIntoOutput(client, state, this.#to(state, writer), this.#session.signal(), guidance);
    const ending = endingOf(outcome);
    if (ending?.kind === 'completed')
      return this.#endTurn(state, 'completed', ending.summary, { client, outcome, writer });
    if (ending) return this.#session.end(ending, await this.#resultOf(state, client, outcome), writer);
    await assertWorkspace(client);
    const sendings = sendingsOf(work);
    if (sendings >= maxSendings) {
      return this.#session.end(interruptedForGood(sendings), await this.#resultOf(state, client, outcome), writer);
    }
    writer.say(`interrupted:${run.attempt}`, 'The agent was interrupted and goes on.');
    if (!(await isKept(writer))) return;
    const cutOff = { usage: usageOf(outcome), lastSignMs: outcome.lastSignMs };
    await this.#start(work, { id: run.runtimeSessionId, isLost: false }, client, writer, cutOff);
  }

  /** The runtime does not know the conversation any more. */
  async #startAnew({ work, run }: Running, client: OpenCodeClient, writer: OutputWriter): Promise<void> {
    const sendings = sendingsOf(work);
    if (sendings >= maxSendings) return this.#session.end(interruptedForGood(sendings), noResult, writer);
    // The runtime can't tell any more when its agent was last at work; its output can.
    const lastSignMs = writer.lastTimeMs;
    sayLoss(writer, run.attempt);
    const { id } = await client.createSession({ title: work.title });
    await this.#start(work, { id, isLost: true }, client, writer, { lastSignMs });
  }

  /** What was written before is kept, and what the person says instead is sent next. */
  async #interrupt(state: Running, client: OpenCodeClient, writer: OutputWriter): Promise<void> {
    const { runtimeSessionId, runtimeMessageId } = state.run;
    // A prompt that was accepted is part of the conversation, also where nobody waits for the answer any more.
    if (!(await client.hasMessage(runtimeSessionId, runtimeMessageId))) {
      await this.#session.sender.send(client, this.#session.projectId, state, writer);
    }
    await stopRun({ client, sessionId: runtimeSessionId, messageId: runtimeMessageId, signal: this.#session.drain });
    const outcome = await followIntoOutput(client, state, this.#to(state, writer), this.#session.signal());
    const ending = endingOf(outcome);
    const isDone = ending?.kind === 'completed';
    if (!isDone) writer.say(`turn-interrupted:${runtimeMessageId}`, 'Interrupted.');
    const [how, summary] = isDone ? (['completed', ending.summary] as const) : (['interrupted', ''] as const);
    await this.#endTurn(state, how, summary, { client, outcome, writer });
  }

  /** Whoever comes after the fact does not look for output any more: all of it is in the log before. */
  async #endTurn(
    state: Running,
    how: 'completed' | 'interrupted',
    summary: string,
    { client, outcome, writer }: { client: OpenCodeClient; outcome: RunOutcome; writer: OutputWriter },
  ): Promise<void> {
    if (!(await isKept(writer))) return;
    const { sessionId, owner } = this.#session;
    const turn = state.work.turn?.number ?? 1;
    const result = await this.#resultOf(state, client, outcome);
    await this.#session.command({ kind: 'end-turn', sessionId, owner, turn, how, summary, ...result }, String(turn));
  }

  #to(state: Running, writer: OutputWriter): OutputTo {
    return { writer, withCompany: this.#session.workspace.withCompany(this.#session, state) };
  }

  #resultOf(state: Running, client: OpenCodeClient, outcome: RunOutcome): Promise<TurnResult> {
    return this.#session.workspace.resultOf(client, this.#session, state, outcome);
  }

  async #model(options: PromptOptions | undefined, client: OpenCodeClient): Promise<Model> {
    return modelOf(await chosenModel(client, options?.model));
  }

  /** Behind all that is in the conversation, so that the runtime takes it for new. */
  async #newMessageId(runtimeSessionId: string, client: OpenCodeClient): Promise<string> {
    const ids = (await client.messages(runtimeSessionId)).map(({ info }) => info.id);
    return messageIdAfter(ids.reduce<string | undefined>((last, id) => (last && last > id ? last : id), undefined));
  }
}

/** Whether everything that was written is in the log. */
async function isKept(writer: OutputWriter): Promise<boolean> {
  await writer.flush();
  return !writer.failure;
}

/** In the present try of the session. */
function sendingsOf({ turn }: Work): number {
  return (turn?.sendings ?? 1) - (turn?.earlierSendings ?? 0);
}

function sayLoss(writer: OutputWriter, attempt: number): void {
  writer.say(
    `lost:${attempt}`,
    'The earlier conversation is not there any more. The agent starts anew and does not remember it.',
  );
}

/** Said where an agent begins, and where it begins again. */
function sayWhoAnswers({ work: { turn }, run }: Running, writer: OutputWriter): void {
  if (!turn || !run.model || (turn.number > 1 && turn.sendings === 1)) return;
  writer.say(`started:${run.runtimeMessageId}`, `${run.model.label} is at work.`);
}

/** What the person said comes before what the agent answers. */
function writePrompt({ work: { turn }, run }: Running, writer: OutputWriter): void {
  if (!turn) return;
  const { id, text, options, requestedBy } = turn.prompt;
  writer.prompt(`prompt:${turn.number}`, text, run.runtimeMessageId, {
    prompt: {
      prompt_id: id,
      turn: turn.number,
      requested_by: requestedBy,
      ...(options?.model ? { model: { provider_id: options.model.providerId, model_id: options.model.modelId } } : {}),
      ...(options?.agent ? { agent: options.agent } : {}),
      attachments: (options?.attachments ?? []).map(({ attachmentId, name, contentType, sizeBytes }) => ({
        id: attachmentId,
        name,
        content_type: contentType,
        size_bytes: sizeBytes,
      })),
    },
  });
}
