import { OutputKind, type OutputChunk } from '@podium/proto';
import type { SentAnswer } from './recording-model.ts';

/** A time at which words that were on their way to an agent may have been lost with the agent. */
export interface Loss {
  readonly atMs: number;
}

/** How long before the loss an answer may have ended and still be lost: nobody had written it down yet. */
const lossWindowMs = 3_000;

/** Podium's own words have parts of their own. */
const isPodiums = (partId: string) => partId.startsWith('podium:') || partId.endsWith(':error');

/**
 * Compares a session's output with what the model sent. Each sentence is a promise that was broken.
 *
 * Every answer that was sent to its end is in the output whole and once; what was cut off is there as far as it came,
 * and nothing else is there.
 */
export function outputFaults(
  chunks: readonly OutputChunk[],
  sent: readonly SentAnswer[],
  losses: readonly Loss[] = [],
): string[] {
  const { parts, faults } = joinParts(chunks);
  const unmatched = [...parts];
  const isLost = ({ endedAtMs = 0 }: SentAnswer) =>
    losses.some(({ atMs }) => atMs >= endedAtMs - 200 && atMs - endedAtMs < lossWindowMs);
  const certain = sent.filter(
    (answer) => answer.endedAtMs !== undefined && answer.text.trim() !== '' && !isLost(answer),
  );
  for (const { text } of certain) {
    const index = unmatched.findIndex((part) => part === text.trimEnd());
    if (index >= 0) unmatched.splice(index, 1);
    else faults.push(`Not in the output: ${excerpt(text)}`);
  }
  const cutOff = sent.filter((answer) => !certain.includes(answer)).map(({ text }) => text);
  for (const part of unmatched) {
    const index = cutOff.findIndex((text) => text.startsWith(part));
    if (index >= 0) cutOff.splice(index, 1);
    else faults.push(`In the output, but not sent like that: ${excerpt(part)}`);
  }
  return faults;
}

/** The agent's words by part, each joined from its chunks, which have to follow one another. */
function joinParts(chunks: readonly OutputChunk[]): { parts: string[]; faults: string[] } {
  const texts = new Map<string, string>();
  const faults: string[] = [];
  for (const [index, chunk] of chunks.entries()) {
    if (chunk.number !== index + 1) faults.push(`Chunk ${chunk.number} stands at place ${index + 1}.`);
    const { partId = '', partOffset, text } = chunk;
    if (chunk.kind !== OutputKind.TEXT || isPodiums(partId)) continue;
    const before = texts.get(partId) ?? '';
    if (partOffset !== before.length) {
      faults.push(`Chunk ${chunk.number} goes on at ${partOffset} of a part of which ${before.length} were written.`);
    }
    texts.set(partId, before + text);
  }
  return { parts: [...texts.values()].map((text) => text.trimEnd()).filter((text) => text !== ''), faults };
}

function excerpt(text: string): string {
  return text.length > 120 ? `"${text.slice(0, 60)} … ${text.slice(-50)}" (${text.length})` : `"${text}"`;
}
