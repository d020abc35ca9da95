import { findAndReplace } from 'mdast-util-find-and-replace';

type Tree = Parameters<typeof findAndReplace>[0];
type Plugin = () => (tree: Tree) => void;

/**
 * Marks who is mentioned in a Markdown text. What is code stays as it is.
 *
 * @param names as the server found them behind `@`
 */
export function markMentions(names: readonly string[]): Plugin {
  const known = new Set(names);
  return () => (tree) => {
    const mark = (words: string, name: string) =>
      known.has(name)
        ? {
            type: 'strong' as const,
            children: [{ type: 'text' as const, value: words }],
            data: { hName: 'span', hProperties: { className: ['mention'] } },
          }
        : false;
    findAndReplace(tree, [/@([\p{L}\p{N}](?:[\p{L}\p{M}\p{N}_.-]*[\p{L}\p{M}\p{N}_])?)/gu, mark], { ignore: ['link'] });
  };
}
