import { baseConfigSchema } from '@podium/service-kit';

/** What project-svc reads from its environment. */
export const projectConfigSchema = baseConfigSchema;
