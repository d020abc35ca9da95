import { describe, expect, it } from '@jest/globals';
import { fact } from '@podium/event-sourcing';
import { given } from '@podium/event-sourcing/testing';
import { isGranted, permissionDecider } from './permissions.ts';

const ids = { sessionId: 's', taskId: 't' };
const granted = (action: string, ...patterns: string[]) =>
  fact('podium.session.v1.PermissionGranted', { projectId: 'p', action, patterns, ...ids });
const grant = (action: string, ...patterns: string[]) =>
  ({ kind: 'grant', projectId: 'p', action, patterns, ...ids }) as const;
const revoke = (action: string, pattern: string) => ({ kind: 'revoke', projectId: 'p', action, pattern }) as const;

describe('what is always allowed', () => {
  it('is said once', () => {
    given(permissionDecider, []).when(grant('bash', 'npm *')).then(granted('bash', 'npm *'));
    given(permissionDecider, [granted('bash', 'npm *')])
      .when(grant('bash', 'npm *'))
      .thenNothing();
    given(permissionDecider, [granted('bash', 'npm *')])
      .when(grant('bash', 'npm *', 'ls *'))
      .then(granted('bash', 'ls *'));
    given(permissionDecider, [granted('bash', '*')])
      .when(grant('edit', '*'))
      .then(granted('edit', '*'));
  });

  it('can be taken back, and given again', () => {
    const revoked = fact('podium.session.v1.PermissionRevoked', { projectId: 'p', action: 'bash', pattern: 'npm *' });
    given(permissionDecider, [granted('bash', 'npm *', 'ls *')])
      .when(revoke('bash', 'npm *'))
      .then(revoked);
    given(permissionDecider, [granted('bash', 'npm *'), revoked])
      .when(revoke('bash', 'npm *'))
      .thenRejected('permission_not_found');
    given(permissionDecider, [granted('bash', 'npm *'), revoked])
      .when(grant('bash', 'npm *'))
      .then(granted('bash', 'npm *'));
  });

  const state = {
    grants: [
      { action: 'bash', pattern: 'npm test *' },
      { action: 'bash', pattern: 'ls' },
      { action: 'external_directory', pattern: '/tmp/*' },
      { action: 'read', pattern: 'a.?' },
    ],
  };
  it.each([
    ['bash', ['npm test'], true],
    ['bash', ['npm test -- x\ny'], true],
    ['bash', ['npm testing'], false],
    ['bash', ['ls', 'npm test a'], true],
    ['bash', ['ls', 'rm -rf /'], false],
    ['bash', ['ls -la'], false],
    ['bash', [], false],
    ['edit', ['ls'], false],
    ['external_directory', ['/tmp/*'], true],
    ['external_directory', ['/etc/*'], false],
    ['read', ['a.b'], true],
    ['read', ['axb'], false],
  ])('%s %j: %s', (action, patterns, expected) => {
    expect(isGranted(state, action, patterns)).toBe(expected);
  });

  it.each([
    ['*', 'anything\nat all', true],
    ['*', '', true],
    ['a*', 'a', true],
    ['*b*d', 'abcbcd', true],
    ['*b*d', 'abcbce', false],
    ['a*bc', 'abcbc', true],
    ['a**?', 'ab', true],
    ['a**?', 'a', false],
    ['ls *', 'ls', true],
    ['ls *', 'lsof', false],
    ['* *', 'git', true],
    ['a.c', 'abc', false],
    ['a(b)[c]*', 'a(b)[c]d', true],
  ])('%s covers %j: %s', (pattern, asked, expected) => {
    expect(isGranted({ grants: [{ action: 'bash', pattern }] }, 'bash', [asked])).toBe(expected);
  });

  it('is looked up in no time, whatever agents made of it', () => {
    const hostile = { grants: [{ action: 'bash', pattern: `${'a*'.repeat(6)}b *` }] };
    const begun = performance.now();
    expect(isGranted(hostile, 'bash', ['a'.repeat(120)])).toBe(false);
    expect(performance.now() - begun).toBeLessThan(5_000);
  });
});
