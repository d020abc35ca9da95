import { baseConfigSchema } from '@podium/service-kit';

/** What task-svc reads from its environment. */
export const taskConfigSchema = baseConfigSchema;
