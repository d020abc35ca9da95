import type { Model, ModelChoice } from '@podium/proto';
import type { OpenCodeClient } from '../opencode/open-code-client.ts';
import type { ModelRef } from '../opencode/open-code-types.ts';

/** Provider id of the scripted demo model, as pod-svc configures it. */
const demoProviderId = 'podium-demo';

/** A person chose a model that the runtime does not offer (any more). */
export class UnknownModelError extends Error {
  override readonly name = 'UnknownModelError';
  readonly code = 'model_unknown';
}

/** A model as facts name it. */
export function modelOf(model: ModelRef & { readonly label: string }): Model {
  return {
    providerId: model.providerID,
    modelId: model.modelID,
    label: model.label,
    scripted: model.providerID === demoProviderId,
  };
}

/** The model that a person chose, or the runtime's default. @throws UnknownModelError, OpenCodeError */
export async function chosenModel(
  client: OpenCodeClient,
  choice: ModelChoice | undefined,
): Promise<ModelRef & { readonly label: string }> {
  if (!choice) return client.defaultModel();
  const models = await client.offers.models();
  const model = models.find(({ providerID, modelID }) => {
    return providerID === choice.providerId && modelID === choice.modelId;
  });
  if (model) return model;
  throw new UnknownModelError(
    `The model ${choice.providerId}/${choice.modelId} is not available here. Choose another one.`,
  );
}
