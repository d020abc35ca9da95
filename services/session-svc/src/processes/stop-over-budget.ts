import { causedBy, derivedId, type CommandHandler } from '@podium/event-sourcing';
import { OnFact } from '@podium/jetstream';
import { projectIdOf, type Recorded } from '@podium/proto';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import type { SessionCommand } from '../domain/commands.ts';
import type { SessionState } from '../domain/session.ts';
import { QueueReader } from '../projections/queue/queue-reader.ts';
import { sessionAggregate } from '../session-aggregate.ts';
import { SESSION_COMMANDS } from '../tokens.ts';

/** Stops what runs in a project whose budget is used up. What waits goes on waiting. */
@Controller()
export class StopOverBudget {
  readonly #sessions: CommandHandler<SessionState, SessionCommand>;
  readonly #queue: QueueReader;

  constructor(
    @Inject(SESSION_COMMANDS) sessions: CommandHandler<SessionState, SessionCommand>,
    @Inject(QueueReader) queue: QueueReader,
  ) {
    this.#sessions = sessions;
    this.#queue = queue;
  }

  @OnFact('stop-over-budget', ['podium.session.v1.BudgetExceeded'])
  async budgetExceeded(@Payload() exceeded: Recorded<'podium.session.v1.BudgetExceeded'>): Promise<void> {
    const projectId = projectIdOf(exceeded);
    const running = await this.#queue.runningOverBudget(projectId, exceeded.position);
    for (const { session_id: sessionId, task_id: taskId } of running) {
      await this.#sessions.handle(
        sessionAggregate(exceeded, sessionId),
        { kind: 'stop', sessionId, taskId, reason: 'budget_exceeded' },
        { ...causedBy(exceeded), key: derivedId(exceeded.id, 'stop', sessionId), actor: 'service:session-svc' },
      );
    }
  }
}
