import { boundedBody } from '@podium/service-kit';
import { z } from 'zod';

/** Catalogues of many providers have some hundred kB. */
const maxAnswerBytes = 16 * 2 ** 20;

const healthSchema = z.object({ healthy: z.boolean(), version: z.string() });
const providersSchema = z.object({
  providers: z.array(z.object({ id: z.string(), models: z.record(z.string(), z.unknown()) })),
});

/** Where an OpenCode server is and how to be let in. */
export interface OpencodeAddress {
  readonly endpoint: string;
  readonly password: string;
}

/** The server's version when it answers as a healthy one; undefined for any other answer, and for none in time. */
export async function opencodeVersion(address: OpencodeAddress, timeoutMs: number): Promise<string | undefined> {
  try {
    const response = await call(address, '/global/health', { timeoutMs });
    const health = healthSchema.safeParse(response.ok ? await jsonOf(response) : undefined);
    return health.success && health.data.healthy ? health.data.version : undefined;
  } catch {
    // Refused, reset, too late, not JSON: to one who asks for its health all of these are the answer "no".
    return undefined;
  }
}

/** Models that the server offers in a directory, as `provider/model`. The first call in a directory prepares it. */
export async function opencodeModels(
  address: OpencodeAddress,
  directory: string,
  timeoutMs: number,
): Promise<string[]> {
  const response = await call(address, `/config/providers?directory=${encodeURIComponent(directory)}`, { timeoutMs });
  if (!response.ok) throw new Error(`GET /config/providers answered ${response.status}`);
  const { providers } = providersSchema.parse(await jsonOf(response));
  return providers.flatMap(({ id, models }) => Object.keys(models).map((model) => `${id}/${model}`));
}

/** Ends everything that the server runs for its directories: agents, their commands, watchers. */
export async function disposeOpencode(address: OpencodeAddress, timeoutMs: number): Promise<void> {
  await call(address, '/global/dispose', { method: 'POST', timeoutMs });
}

async function jsonOf(response: Response): Promise<unknown> {
  return JSON.parse((await boundedBody(response, maxAnswerBytes)).toString());
}

function call(
  address: OpencodeAddress,
  path: string,
  options: { method?: string; timeoutMs: number },
): Promise<Response> {
  const credentials = Buffer.from(`opencode:${address.password}`).toString('base64');
  return fetch(`${address.endpoint}${path}`, {
    method: options.method ?? 'GET',
    headers: { authorization: `Basic ${credentials}` },
    // Where OpenCode has died, a program of the pod could answer in its place.
    redirect: 'error',
    signal: AbortSignal.timeout(options.timeoutMs),
  });
}
