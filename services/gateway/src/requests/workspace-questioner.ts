import { problemOf } from '@podium/service-kit';
import {
  workspaceAnswerSchema,
  workspaceSubject,
  type WorkspaceAnswer,
  type WorkspaceQuestion,
} from '@podium/workspace';
import { ErrorCode, type NatsConnection } from 'nats';
import { gatewayProblems } from '../api/problems.ts';

/** Longer than a pod's agent may take. */
const timeoutMs = 12_000;

/** Asks pod-svc what is in projects' workspaces. */
export class WorkspaceQuestioner {
  readonly #nc: NatsConnection;

  constructor(nc: NatsConnection) {
    this.#nc = nc;
  }

  /** @throws ProblemError 503 where nobody answers. */
  async ask(question: WorkspaceQuestion): Promise<WorkspaceAnswer> {
    try {
      const answer = await this.#nc.request(workspaceSubject, JSON.stringify(question), { timeout: timeoutMs });
      return workspaceAnswerSchema.parse(answer.json());
    } catch (error) {
      if (!isUnanswered(error)) throw error;
      throw problemOf(
        'service_unavailable',
        'Nobody looks after pods just now. Try again in a moment.',
        gatewayProblems,
        {
          retry_after_seconds: 2,
        },
      );
    }
  }
}

function isUnanswered(error: unknown): boolean {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return code === ErrorCode.NoResponders || code === ErrorCode.Timeout;
}
