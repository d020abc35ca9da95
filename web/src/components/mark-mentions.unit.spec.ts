import { describe, expect, it } from '@jest/globals';
import { markMentions } from './mark-mentions.ts';

type Tree = Parameters<ReturnType<ReturnType<typeof markMentions>>>[0];

const text = (value: string): Part => ({ type: 'text', value });

interface Part {
  type: string;
  value?: string;
  children?: Part[];
}

/** The paragraph's text after marking: what is marked in brackets. */
function marked(names: readonly string[], ...children: Part[]): string {
  const paragraph: Part = { type: 'paragraph', children };
  markMentions(names)()({ type: 'root', children: [paragraph] } as unknown as Tree);
  return textOf(paragraph);
}

function textOf({ type, value, children = [] }: Part): string {
  const inner = value ?? children.map(textOf).join('');
  return type === 'strong' ? `[${inner}]` : inner;
}

describe('markMentions', () => {
  it('marks the names that the server found, in any script, and nothing else', () => {
    expect(marked(['ada', 'Ann.Bee', 'Łukasz'], text('@ada, ask @Ann.Bee. Or @Łukasz, not @grace'))).toBe(
      '[@ada], ask [@Ann.Bee]. Or [@Łukasz], not @grace',
    );
  });

  it('leaves code and links as they are', () => {
    expect(marked(['ada'], { type: 'inlineCode', value: '@ada' }, text(' and @ada'))).toBe('@ada and [@ada]');
    expect(marked(['ada'], { type: 'link', children: [text('@ada')] })).toBe('@ada');
  });
});
