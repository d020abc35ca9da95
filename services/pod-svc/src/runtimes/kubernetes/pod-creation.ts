import type { AgentTokens } from '@podium/service-kit';
import type { V1Pod } from '@kubernetes/client-node';
import type { ModelAccess } from '../opencode/model-providers.ts';
import type { PodSpec } from '../runtime.ts';
import { isStatus } from './cluster/cluster-failure.ts';
import type { Cluster } from './cluster/cluster.ts';
import { generationOf } from './names.ts';
import { isAlive } from './pod-condition.ts';
import type { PodSettings } from './settings.ts';
import { agentSecret } from './specs/agent-spec.ts';
import { podNetworkPolicy, podSecret, podService, workspaceClaim } from './specs/companions.ts';
import { podManifest } from './specs/pod-spec.ts';

interface CreationOptions {
  readonly settings: PodSettings;
  readonly modelAccess: ModelAccess;
  readonly passwordOf: (projectId: string) => string;
  readonly agentTokensOf: (projectId: string) => AgentTokens;
}

/** Makes the project's claim and all that stands on it as they should be, then the pod, where none has its name. */
export async function createPod(
  cluster: Cluster,
  spec: PodSpec,
  { settings, modelAccess, passwordOf, agentTokensOf }: CreationOptions,
  signal: AbortSignal,
): Promise<V1Pod> {
  const { projectId } = spec;
  const details = { ...spec, modelAccess, password: passwordOf(projectId), agentTokens: agentTokensOf(projectId) };
  const claim = workspaceClaim(projectId, settings);
  const owner = { name: claim.metadata.name ?? '', uid: await cluster.apply(claim, signal) };
  const companions = [
    podSecret(details, settings, owner),
    agentSecret(details, settings, owner),
    podService(projectId, settings, owner),
    podNetworkPolicy(projectId, settings, owner),
  ];
  await Promise.all(companions.map((companion) => cluster.apply(companion, signal)));
  const manifest = podManifest(details, settings, owner);
  try {
    const uid = await cluster.apply(manifest, signal);
    return { ...manifest, metadata: { ...manifest.metadata, uid } };
  } catch (error) {
    // Another replica was faster, and has other settings: pods can't be changed, and that one is as good.
    const theirs = isStatus(error, 422) ? await cluster.readPod(projectId) : undefined;
    if (theirs && generationOf(theirs) === spec.generation && isAlive(theirs)) return theirs;
    throw error;
  }
}
