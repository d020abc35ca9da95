import type { Model } from '@podium/proto';
import type { ModelRef } from '../opencode/open-code-types.ts';

/** Provider id of the scripted demo model, as pod-svc configures it. */
const demoProviderId = 'podium-demo';

/** A model as facts name it. */
export function modelOf(model: ModelRef & { readonly label: string }): Model {
  return {
    providerId: model.providerID,
    modelId: model.modelID,
    label: model.label,
    scripted: model.providerID === demoProviderId,
  };
}
