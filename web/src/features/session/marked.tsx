import type { ReactNode } from 'react';

/** A text with what was looked for marked in it. */
export function Marked({ text, searched }: { text: string; searched: string }) {
  const wanted = searched.trim().toLowerCase();
  if (!wanted || !text.toLowerCase().includes(wanted)) return text;
  const parts: ReactNode[] = [];
  let from = 0;
  for (let at = text.toLowerCase().indexOf(wanted); at !== -1; at = text.toLowerCase().indexOf(wanted, from)) {
    parts.push(
      text.slice(from, at),
      <mark key={at} className="rounded-sm bg-[#e3b659] text-black">
        {text.slice(at, at + wanted.length)}
      </mark>,
    );
    from = at + wanted.length;
  }
  return [...parts, text.slice(from)];
}
