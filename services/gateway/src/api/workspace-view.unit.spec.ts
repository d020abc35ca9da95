import { describe, expect, it } from '@jest/globals';
import { workspaceViewOf } from './workspace-view.ts';

function view(bytes: Buffer, sizeBytes = bytes.length): ReturnType<typeof workspaceViewOf> {
  const file = { path: 'a', modified_at: '2026-01-01T00:00:00Z', etag: '"1"', offset: 0, size_bytes: sizeBytes };
  return workspaceViewOf({ kind: 'file', ...file, content: bytes.toString('base64') });
}

describe('a file of a workspace', () => {
  it('is text where all of it is', () => {
    expect(view(Buffer.from('häuser €'))).toMatchObject({ encoding: 'utf8', content: 'häuser €', truncated: false });
    expect(view(Buffer.from(''))).toMatchObject({ encoding: 'utf8', content: '' });
  });

  it('is base64 where it is not', () => {
    for (const bytes of [Buffer.from([0xff, 0xfe, 1]), Buffer.from('a\0b')]) {
      expect(view(bytes)).toMatchObject({ encoding: 'base64', content: bytes.toString('base64') });
    }
    // Half a letter at the end of the file itself is no text.
    expect(view(Buffer.from('€').subarray(0, 2))).toMatchObject({ encoding: 'base64' });
  });

  it('ends between two letters where there is more', () => {
    for (const letter of ['a', 'ä', '€', '😀']) {
      const text = Buffer.from(`x${letter}`);
      for (let cut = 1; cut < text.length; cut += 1) {
        expect(view(text.subarray(0, cut), 99)).toMatchObject({ encoding: 'utf8', content: 'x', truncated: true });
      }
      expect(view(text, 99)).toMatchObject({ content: `x${letter}`, truncated: true });
    }
  });

  it('is never told as nothing where there is more, so that whoever reads on gets on', () => {
    expect(view(Buffer.from('€').subarray(0, 2), 99)).toMatchObject({ encoding: 'base64', content: '4oI=' });
  });
});
