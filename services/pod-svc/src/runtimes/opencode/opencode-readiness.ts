import { setTimeout as sleep } from 'node:timers/promises';
import { RuntimeError } from '../runtime.ts';
import { opencodeModels, opencodeVersion, type OpencodeAddress } from './opencode-client.ts';

const probeTimeoutMs = 2_000;

/** @throws RuntimeError `start_timeout` or `aborted`. */
export async function untilHealthy(address: OpencodeAddress, timeoutMs: number, signal: AbortSignal): Promise<string> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const version = await opencodeVersion(address, probeTimeoutMs);
    if (version !== undefined) return version;
    if (signal.aborted) throw new RuntimeError('aborted', 'The pod was stopped while it started.', true);
    if (performance.now() > deadline) {
      throw new RuntimeError('start_timeout', 'OpenCode listens, but does not answer as healthy.', true);
    }
    await sleep(100);
  }
}

/** Prepares the workspace in the server as well, so that the first prompt does not wait for it. */
export async function checkModel(
  address: OpencodeAddress,
  workspacePath: string,
  model: string,
  timeoutMs: number,
): Promise<void> {
  const models = await modelsOf(address, workspacePath, timeoutMs);
  if (models.includes(model)) return;
  const provider = model.slice(0, model.indexOf('/') + 1);
  const known = models.filter((name) => name.startsWith(provider)).slice(0, 10);
  const hint = known.length > 0 ? `Known are for example ${known.join(', ')}.` : 'No key of that provider is set.';
  throw new RuntimeError('model_unavailable', `OpenCode does not offer the model ${model}. ${hint}`, false);
}

async function modelsOf(address: OpencodeAddress, workspacePath: string, timeoutMs: number): Promise<string[]> {
  try {
    return await opencodeModels(address, workspacePath, timeoutMs);
  } catch (cause) {
    const message = `OpenCode does not open the workspace: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new RuntimeError('start_failed', message, true, { cause });
  }
}
