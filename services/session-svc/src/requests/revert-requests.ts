import type { SessionWork } from '@podium/board';
import { causedBy, CommandHandler, type EventLog, type Outcome } from '@podium/event-sourcing';
import { OnRequest } from '@podium/jetstream';
import { projectIdOf, type EventEnvelope } from '@podium/proto';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import type { DeliveryContext } from '@podium/jetstream';
import type { SessionCommand } from '../domain/commands.ts';
import { beginningOf, lossesOf, lossesSentence, type PutBack } from './others-work.ts';
import type { SessionState } from '../domain/session.ts';
import { filesAfter } from '../opencode/files-after.ts';
import type { OpenCodeClient } from '../opencode/open-code-client.ts';
import { isOpenCodeError } from '../opencode/open-code-error.ts';
import { runtimeSessionOf } from '../runner/conversation.ts';
import { Neighbours } from '../runner/neighbours.ts';
import { PodAccess } from '../runner/pod-access.ts';
import type { OpenCodeFactory } from '../runner/session-run-tools.ts';
import { sessionAggregate } from '../session-aggregate.ts';
import { EVENT_LOG, OPEN_CODE, SESSION_COMMANDS } from '../tokens.ts';

type RevertRequest = EventEnvelope<
  'podium.session.v1.SessionRevertRequested' | 'podium.session.v1.SessionUnrevertRequested'
>;

/** A conversation that has ended, inside a pod that answers. */
interface Quiet {
  readonly client: OpenCodeClient;
  readonly runtimeSessionId: string;
}

/**
 * Puts workspace and conversation back to before a message, and undoes that. The runtime does it, and doing it twice is
 * doing it once: so the fact is written afterwards.
 */
@Controller()
export class RevertRequests {
  readonly #sessions: CommandHandler<SessionState, SessionCommand>;
  readonly #log: EventLog;
  readonly #pods: PodAccess;
  readonly #neighbours: Neighbours;
  readonly #openCode: OpenCodeFactory;

  constructor(
    @Inject(SESSION_COMMANDS) sessions: CommandHandler<SessionState, SessionCommand>,
    @Inject(EVENT_LOG) log: EventLog,
    @Inject(PodAccess) pods: PodAccess,
    @Inject(Neighbours) neighbours: Neighbours,
    @Inject(OPEN_CODE) openCode: OpenCodeFactory,
  ) {
    this.#sessions = sessions;
    this.#log = log;
    this.#pods = pods;
    this.#neighbours = neighbours;
    this.#openCode = openCode;
  }

  @OnRequest('podium.session.v1.SessionRevertRequested')
  async revert(
    @Payload() request: EventEnvelope<'podium.session.v1.SessionRevertRequested'>,
    @Ctx() { signal }: DeliveryContext,
  ): Promise<Outcome> {
    const { sessionId, messageId } = request.data;
    const command = { kind: 'revert', sessionId, messageId } as const;
    return this.#carryOut(request, command, signal, async (quiet) => {
      const { client, runtimeSessionId } = quiet;
      if (!(await client.hasMessage(runtimeSessionId, messageId))) {
        return rejected('message_not_found', 'The conversation has no such message.');
      }
      const refusal = await this.#othersWork(request, quiet, async (own) => {
        const messages = await client.messages(runtimeSessionId);
        const undone = filesAfter(messages, messageId, client.directory);
        const upTo = messages.slice(0, messages.findIndex(({ info }) => info.id === messageId) + 1);
        return { since: beginningOf(own, new Set(upTo.map(({ info }) => info.id))), undone };
      });
      if (refusal) return refusal;
      await client.revert(runtimeSessionId, messageId);
      return undefined;
    });
  }

  @OnRequest('podium.session.v1.SessionUnrevertRequested')
  async unrevert(
    @Payload() request: EventEnvelope<'podium.session.v1.SessionUnrevertRequested'>,
    @Ctx() { signal }: DeliveryContext,
  ): Promise<Outcome> {
    const command = { kind: 'unrevert', sessionId: request.data.sessionId } as const;
    return this.#carryOut(request, command, signal, async (quiet) => {
      const { client, runtimeSessionId } = quiet;
      const session = await client.getSession(runtimeSessionId);
      if (!session?.revert) return rejected('not_reverted', 'There is nothing to undo.');
      // The whole workspace goes back to how it was when it was put back.
      const refusal = await this.#othersWork(request, quiet, async ({ revertedAt }) => {
        return { since: revertedAt ?? 0, undone: null };
      });
      if (refusal) return refusal;
      await client.unrevert(runtimeSessionId);
      return undefined;
    });
  }

  async #carryOut(
    request: RevertRequest,
    command: SessionCommand,
    signal: AbortSignal,
    act: (quiet: Quiet) => Promise<Outcome | undefined>,
  ): Promise<Outcome> {
    const aggregate = sessionAggregate(request, command.sessionId);
    const { state } = await this.#sessions.state(aggregate);
    if (state.kind === 'ended') {
      if (await this.#isAtWork(projectIdOf(request), state.taskId)) return active();
      const refusal = await this.#quietly(request, signal, act);
      if (refusal) return refusal;
    }
    return this.#sessions.handle(aggregate, command, causedBy(request));
  }

  /** The runtime puts files back whoever changed them: the person is told first whose work is in them. */
  async #othersWork(
    request: RevertRequest,
    { runtimeSessionId }: Quiet,
    plan: (own: SessionWork) => Promise<Omit<PutBack, 'own'>>,
  ): Promise<Outcome | undefined> {
    const { sessionId, withOthersWork } = request.data;
    if (withOthersWork === true) return undefined;
    const projectId = projectIdOf(request);
    const work = await this.#neighbours.workOf(projectId, sessionId);
    if (!work) return undefined;
    const { since, undone } = await plan(work);
    const others = await this.#neighbours.since({ projectId, sessionId, conversation: runtimeSessionId }, since);
    const own = undone ? writtenBy(work) : [];
    const losses = lossesOf(others, { since, undone, own });
    return losses.length > 0 ? rejected('others_work', lossesSentence(losses)) : undefined;
  }

  async #quietly(
    request: RevertRequest,
    signal: AbortSignal,
    act: (quiet: Quiet) => Promise<Outcome | undefined>,
  ): Promise<Outcome | undefined> {
    const projectId = projectIdOf(request);
    const runtimeSessionId = await runtimeSessionOf(request.data.sessionId, async (sessionId) => {
      return (await this.#sessions.state(sessionAggregate(request, sessionId))).state;
    });
    if (runtimeSessionId === undefined) return noConversation();
    const client = this.#openCode(projectId, await this.#pods.ready(request, projectId, signal));
    try {
      if (!(await client.getSession(runtimeSessionId))) return noConversation();
      return await act({ client, runtimeSessionId });
    } catch (error) {
      // OpenCode itself refuses to put back what is still at work.
      if (isOpenCodeError(error, 'refused') && error.status === 409) return active();
      throw error;
    }
  }

  /** Asked of the log: another session of the task may go on in the same conversation. */
  async #isAtWork(projectId: string, taskId: string): Promise<boolean> {
    const facts = await this.#log.load({ projectId, context: 'task', id: taskId });
    const last = facts.findLast(({ type }) =>
      /^podium\.task\.v1\.TaskExecution(Started|Completed|Failed|Stopped)$/.test(type),
    );
    return last?.type === 'podium.task.v1.TaskExecutionStarted';
  }
}

function writtenBy({ turns }: SessionWork): string[] {
  const files = turns.flatMap(({ changes }) => changes?.files ?? []);
  return files.filter(({ own }) => own === true).map(({ path }) => path);
}

function rejected(code: string, detail: string): Outcome {
  return { kind: 'rejected', rejection: { code, detail }, position: 0 };
}

function active(): Outcome {
  return rejected('session_active', 'An agent works on this task. Stop it first.');
}

function noConversation(): Outcome {
  return rejected('no_conversation', 'The runtime does not have this conversation any more.');
}
