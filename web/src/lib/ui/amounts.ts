/** "950", "12.4k", "3.1M": how many tokens, at a glance. */
export function tokensText(count: number): string {
  if (count < 1_000) return String(count);
  if (count < 1_000_000) return `${rounded(count / 1_000)}k`;
  return `${rounded(count / 1_000_000)}M`;
}

/** "$0", "$0.0042", "$1.27": small amounts keep what matters of them. */
export function costText(usd: number): string {
  if (usd === 0) return '$0';
  return `$${usd < 0.1 ? usd.toFixed(4) : usd.toFixed(2)}`;
}

/** "512 B", "1.4 kB", "3.2 MB". */
export function sizeText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${rounded(bytes / 1_000)} kB` : `${rounded(bytes / 1_000_000)} MB`;
}

/** "1 file", "3 files". */
export function countText(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

function rounded(value: number): string {
  return value < 100 ? value.toFixed(1).replace(/\.0$/, '') : String(Math.round(value));
}
