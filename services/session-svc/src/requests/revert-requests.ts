import { causedBy, CommandHandler, type EventLog, type Outcome } from '@podium/event-sourcing';
import { OnRequest } from '@podium/jetstream';
import { projectIdOf, type EventEnvelope } from '@podium/proto';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import type { DeliveryContext } from '@podium/jetstream';
import type { SessionCommand } from '../domain/commands.ts';
import type { SessionState } from '../domain/session.ts';
import type { OpenCodeClient } from '../opencode/open-code-client.ts';
import { isOpenCodeError } from '../opencode/open-code-error.ts';
import { runtimeSessionOf } from '../runner/conversation.ts';
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
  readonly #openCode: OpenCodeFactory;

  constructor(
    @Inject(SESSION_COMMANDS) sessions: CommandHandler<SessionState, SessionCommand>,
    @Inject(EVENT_LOG) log: EventLog,
    @Inject(PodAccess) pods: PodAccess,
    @Inject(OPEN_CODE) openCode: OpenCodeFactory,
  ) {
    this.#sessions = sessions;
    this.#log = log;
    this.#pods = pods;
    this.#openCode = openCode;
  }

  @OnRequest('podium.session.v1.SessionRevertRequested')
  async revert(
    @Payload() request: EventEnvelope<'podium.session.v1.SessionRevertRequested'>,
    @Ctx() { signal }: DeliveryContext,
  ): Promise<Outcome> {
    const { sessionId, messageId } = request.data;
    const command = { kind: 'revert', sessionId, messageId } as const;
    return this.#carryOut(request, command, signal, async ({ client, runtimeSessionId }) => {
      if (!(await client.hasMessage(runtimeSessionId, messageId))) {
        return rejected('message_not_found', 'The conversation has no such message.');
      }
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
    return this.#carryOut(request, command, signal, async ({ client, runtimeSessionId }) => {
      const session = await client.getSession(runtimeSessionId);
      if (!session?.revert) return rejected('not_reverted', 'There is nothing to undo.');
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

function rejected(code: string, detail: string): Outcome {
  return { kind: 'rejected', rejection: { code, detail }, position: 0 };
}

function active(): Outcome {
  return rejected('session_active', 'An agent works on this task. Stop it first.');
}

function noConversation(): Outcome {
  return rejected('no_conversation', 'The runtime does not have this conversation any more.');
}
