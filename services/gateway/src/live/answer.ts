import { problemFromError, toProblemDetails, type Logger } from '@podium/service-kit';
import type { Reply } from './messages.ts';

/** Does what a message asks for; what goes wrong is told to the client as the API tells it. */
export async function answer<Answer>(
  reply: Reply<Answer>,
  logger: Logger,
  work: () => Promise<void> | void,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const problem = problemFromError(error);
    if (problem.status >= 500) logger.error({ err: error }, 'socket request failed');
    reply?.({ error: toProblemDetails(problem) });
  }
}
