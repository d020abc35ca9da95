import type { Environment } from './options.ts';

const providers: Readonly<Record<string, string>> = {
  ANTHROPIC_API_KEY: 'Anthropic',
  OPENAI_API_KEY: 'OpenAI',
  OPENROUTER_API_KEY: 'OpenRouter',
  GOOGLE_GENERATIVE_AI_API_KEY: 'Google',
  GEMINI_API_KEY: 'Google',
  GROQ_API_KEY: 'Groq',
  MISTRAL_API_KEY: 'Mistral',
  DEEPSEEK_API_KEY: 'DeepSeek',
  XAI_API_KEY: 'xAI',
};

/** The providers whose keys are in the environment. None: the scripted model is used. */
export function providersWithKeys(env: Environment): string[] {
  const named = Object.entries(providers).filter(([key]) => (env[key] ?? '') !== '');
  return [...new Set(named.map(([, provider]) => provider))];
}
