import { knownProviders, type ModelAccess } from '../opencode/model-providers.ts';
import { proxyPort } from './agent-container.ts';

/**
 * Access to models as OpenCode gets it where a session proxy stands beside it: base URLs of the proxy, and its token in
 * the place of every key. The scripted model needs no key and is asked directly.
 * @param proxyUrl unless it is the one of the pod.
 */
export function throughProxy(
  access: ModelAccess,
  token: string,
  proxyUrl = `http://127.0.0.1:${proxyPort}`,
): ModelAccess {
  if (access.kind === 'demo') return access;
  return {
    ...access,
    keys: Object.fromEntries(Object.keys(access.keys).map((name) => [name, token])),
    baseUrls: Object.fromEntries(access.providerIds.map((id) => [id, `${proxyUrl}/${id}`])),
  };
}

/** The keys by the ids of their providers, for the proxy alone. */
export function keysByProvider(access: ModelAccess): Record<string, string> {
  if (access.kind === 'demo') return {};
  return Object.fromEntries(
    knownProviders.flatMap(({ id, keys }) => {
      const name = keys.find((key) => access.keys[key] !== undefined);
      const value = name === undefined ? undefined : access.keys[name];
      return access.providerIds.includes(id) && value !== undefined ? [[id, value] as const] : [];
    }),
  );
}
