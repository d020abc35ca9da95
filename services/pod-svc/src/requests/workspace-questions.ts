import { LOGGER, NATS, type Logger } from '@podium/service-kit';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import {
  tellable,
  WorkspaceError,
  workspaceQuestionSchema,
  workspaceSubject,
  type WorkspaceAnswer,
  type WorkspaceQuestion,
} from '@podium/workspace';
import type { Msg, NatsConnection, Subscription } from 'nats';
import type { PodState } from '../domain/pod-state.ts';
import { podAggregate, type PodCommands } from '../pod-aggregate.ts';
import { RuntimeError, type Runtime } from '../runtimes/runtime.ts';
import { POD_COMMANDS, RUNTIME } from '../tokens.ts';

/**
 * Answers what is in projects' workspaces. A question is no request: it changes nothing, nobody has to find its answer
 * again, and so neither is in the log. One of the replicas answers each.
 */
@Injectable()
export class WorkspaceQuestions implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #nats: NatsConnection;
  readonly #pods: PodCommands;
  readonly #runtime: Runtime;
  readonly #logger: Logger;
  #subscription: Subscription | undefined;

  constructor(
    @Inject(NATS) nats: NatsConnection,
    @Inject(POD_COMMANDS) pods: PodCommands,
    @Inject(RUNTIME) runtime: Runtime,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.#nats = nats;
    this.#pods = pods;
    this.#runtime = runtime;
    this.#logger = logger;
  }

  onApplicationBootstrap(): void {
    this.#subscription = this.#nats.subscribe(workspaceSubject, {
      queue: 'pod-svc',
      callback: (error, message) => {
        if (!error) void this.#respond(message);
      },
    });
  }

  beforeApplicationShutdown(): void {
    if (this.#subscription && !this.#nats.isClosed()) this.#subscription.unsubscribe();
  }

  async #respond(message: Msg): Promise<void> {
    const begun = performance.now();
    try {
      const question = workspaceQuestionSchema.parse(message.json());
      const answer = await this.#answer(question);
      message.respond(JSON.stringify(answer));
      const outcome = answer.status === 'refused' ? answer.code : answer.status;
      const durationMs = Math.round(performance.now() - begun);
      this.#logger.info({ project_id: question.project_id, outcome, duration_ms: durationMs }, 'workspace looked into');
    } catch (error) {
      // Who asked hears nothing, and says that nobody answered.
      this.#logger.error({ err: error }, 'workspace not looked into');
    }
  }

  async #answer({ project_id: projectId, ...part }: WorkspaceQuestion): Promise<WorkspaceAnswer> {
    const { state } = await this.#pods.state(podAggregate(projectId));
    if (state.status === 'none' || state.status === 'deleted') {
      return { status: 'refused', code: 'project_not_found', message: 'There is no such project.' };
    }
    try {
      return { status: 'found', entry: tellable(await this.#runtime.look(projectId, part)) };
    } catch (error) {
      if (error instanceof WorkspaceError) return { status: 'refused', code: error.code, message: error.message };
      if (error instanceof RuntimeError && error.code === 'pod_not_running') return answerWithoutPod(state);
      if (!(error instanceof RuntimeError)) throw error;
      const code = error.code === 'agent_answer_invalid' ? 'runtime_refused' : 'service_unavailable';
      return { status: 'refused', code, message: error.message };
    }
  }
}

function answerWithoutPod(state: Exclude<PodState, { readonly status: 'none' | 'deleted' }>): WorkspaceAnswer {
  switch (state.status) {
    case 'stopped':
      return { status: 'asleep' };
    case 'failed':
      return { status: 'refused', code: 'pod_failed', message: `The pod could not be started (${state.reason}).` };
    default:
      // One that was ready and is not any more is started again as soon as its end has been noticed.
      return { status: 'starting' };
  }
}
