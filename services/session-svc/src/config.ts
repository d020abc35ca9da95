import { baseConfigSchema } from '@podium/service-kit';

/** What session-svc reads from its environment. */
export const sessionConfigSchema = baseConfigSchema;

export type SessionConfig = (typeof sessionConfigSchema)['_output'];
