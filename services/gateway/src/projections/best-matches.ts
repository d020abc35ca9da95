/**
 * The paths that a query means, best first: all of its letters have to be in the path, in their order. A path whose name
 * begins with the query comes before one that has it somewhere, and that before one that has only its letters.
 */
export function bestMatches(paths: readonly string[], query: string, limit: number): string[] {
  const wanted = query.trim().toLowerCase();
  if (wanted === '') return paths.slice(0, limit);
  return paths
    .flatMap((path) => {
      const rank = rankOf(path.toLowerCase(), wanted);
      return rank === undefined ? [] : [{ path, rank }];
    })
    .sort((a, b) => a.rank - b.rank || a.path.length - b.path.length || (a.path < b.path ? -1 : 1))
    .slice(0, limit)
    .map(({ path }) => path);
}

/** Lower is better; undefined where it does not match. */
function rankOf(path: string, wanted: string): number | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name === wanted || path === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  if (path.startsWith(wanted)) return 2;
  if (name.includes(wanted)) return 3;
  if (path.includes(wanted)) return 4;
  return hasLetters(path, wanted) ? 5 : undefined;
}

function hasLetters(path: string, wanted: string): boolean {
  let at = -1;
  for (const letter of wanted) {
    at = path.indexOf(letter, at + 1);
    if (at === -1) return false;
  }
  return true;
}
