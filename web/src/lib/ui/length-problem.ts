/**
 * What to tell of a text that is longer than it may be; null where it fits. A field that takes no more would silently
 * lose the end of what is pasted.
 *
 * @param what with its article: "A title"
 */
export function lengthProblem(what: string, text: string, most: number): string | null {
  if (text.length <= most) return null;
  const [has, may] = [text.length, most].map((length) => length.toLocaleString('en'));
  return `${what} may have ${may} characters; this one has ${has}.`;
}
