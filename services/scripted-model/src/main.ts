import { startScriptedModel } from './server.ts';

/** Reads a whole number from the environment, and stops at boot on anything else. */
function integer(name: string, fallback: number): number {
  const text = process.env[name];
  if (text === undefined || text === '') return fallback;
  if (!/^\d+$/.test(text)) throw new Error(`${name} must be a whole number, not "${text}".`);
  return Number(text);
}

const model = await startScriptedModel({
  host: process.env['HOST'] ?? '0.0.0.0',
  port: integer('PORT', 3010),
  wordDelayMs: integer('PODIUM_DEMO_WORD_DELAY_MS', 30),
});
console.log(`scripted model listening on ${model.url}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void model.close());
