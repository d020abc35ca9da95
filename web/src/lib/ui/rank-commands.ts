import type { Command } from './commands.ts';

/** As many as a person looks through. */
const most = 60;

/** The commands that a query finds, the best first: every word has to begin a word or occur in it. */
export function rankCommands(commands: readonly Command[], query: string): readonly Command[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return commands.slice(0, most);
  return commands
    .map((command, index) => ({ command, index, score: scoreOf(command, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, most)
    .map(({ command }) => command);
}

/** 0: not found. */
function scoreOf({ title, section, keywords = '' }: Command, words: readonly string[]): number {
  const texts: readonly [text: string, weight: number][] = [
    [title.toLowerCase(), 4],
    [keywords.toLowerCase(), 2],
    [section.toLowerCase(), 1],
  ];
  let sum = 0;
  for (const word of words) {
    const best = Math.max(...texts.map(([text, weight]) => weight * closeness(text, word)));
    if (best === 0) return 0;
    sum += best;
  }
  return sum;
}

function closeness(text: string, word: string): number {
  if (text.startsWith(word)) return 4;
  if (text.includes(` ${word}`)) return 3;
  return text.includes(word) ? 1 : 0;
}
