export { demoModelId, demoModelLabel, demoProviderId, startScriptedModel } from './server.ts';
export type { ScriptedModel, ScriptedModelOptions } from './server.ts';
