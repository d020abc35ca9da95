export { demoModelId, demoModelLabel, demoProviderId, startScriptedModel } from './server.ts';
export type { ChatRequest, ContentPart } from './chat.ts';
export type { ScriptedModel, ScriptedModelOptions } from './server.ts';
