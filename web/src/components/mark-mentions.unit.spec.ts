import { describe, expect, it } from '@jest/globals';
import { markMentions } from './mark-mentions.ts';

type Tree = Parameters<ReturnType<ReturnType<typeof markMentions>>>[0];

const text = (value: string) => ({ type: 'text' as const, value });

/** The paragraph's parts after marking: marked ones in brackets. */
function marked(names: readonly string[], ...children: object[]): string {
  const tree = { type: 'root', children: [{ type: 'paragraph', children }] } as unknown as Tree;
  markMentions(names)()(tree);
  const [paragraph] = tree.children as unknown as [
    { children: { type: string; value?: string; children?: { value: string }[] }[] },
  ];
  return paragraph.children
    .map(({ type, value, children: inner }) =>
      type === 'strong' ? `[${(inner ?? []).map((each) => each.value).join('')}]` : (value ?? inner?.[0]?.value),
    )
    .join('');
}

describe('markMentions', () => {
  it('marks the names that the server found, in any script, and nothing else', () => {
    expect(marked(['ada', 'Ann.Bee', 'Łukasz'], text('@ada, ask @Ann.Bee. Or @Łukasz, not @grace'))).toBe(
      '[@ada], ask [@Ann.Bee]. Or [@Łukasz], not @grace',
    );
  });

  it('leaves code and links as they are', () => {
    expect(marked(['ada'], { type: 'inlineCode', value: '@ada' }, text(' and @ada'))).toBe('@ada and [@ada]');
    expect(marked(['ada'], { type: 'link', url: '/', children: [text('@ada')] })).toBe('@ada');
  });
});
