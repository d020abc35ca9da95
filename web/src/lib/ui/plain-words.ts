/** Markdown as it reads in one line, where only its words have room. May be cut off anywhere. */
export function plainWords(markdown: string): string {
  return markdown
    .replaceAll(/^\s*```.*$/gm, '')
    .replaceAll(/^\s*(?:#{1,6}|[-*+>])\s+/gm, '')
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/\*\*(?=\S)|(?<=\S)\*\*|`/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
