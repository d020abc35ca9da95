import { describe, expect, it } from '@jest/globals';
import { isAttachment, isOwn } from './own-addresses.ts';

describe('an address in a text', () => {
  it.each(['/projects/p1', '/', '#below', '/api/projects/p1/attachments/a1'])('is of ours: %s', (address) => {
    expect(isOwn(address)).toBe(true);
  });

  it.each(['//evil.example/x', '/\\evil.example/x', 'https://evil.example', 'javascript:alert(1)', 'x.png', ''])(
    'is not of ours: %s',
    (address) => {
      expect(isOwn(address)).toBe(false);
    },
  );

  it('is loaded as a picture only where it is an attachment', () => {
    expect(isAttachment('/api/projects/p1/attachments/0f-1a')).toBe(true);
    const others = [
      '/api/events/export',
      '/api/projects/p1/workspace',
      '/api/projects/p1/attachments/../workspace',
      '/api/projects/p1/attachments/a1?x=/../..',
      '//evil.example/api/projects/p1/attachments/a1',
    ];
    for (const address of others) expect([address, isAttachment(address)]).toEqual([address, false]);
  });
});
