import { expect, it } from '@jest/globals';
import { permissionsChange } from './fold-permissions.ts';
import { factSentence } from './story-sentences.ts';
import { WrittenHistory } from './testing/written-history.ts';

it('what agents are always allowed is known with who allowed it, until it is taken back', () => {
  const history = new WrittenHistory();
  const granted = history.write('p', 'permissions', 'podium.session.v1.PermissionGranted', {
    projectId: 'p',
    action: 'bash',
    patterns: ['npm *', 'ls *'],
    sessionId: 's',
    taskId: 't',
  });
  const revoke = { projectId: 'p', action: 'bash', pattern: 'npm *' };
  const revoked = history.write('p', 'permissions', 'podium.session.v1.PermissionRevoked', revoke);
  const allowed = permissionsChange({ allowed_actions: [] }, granted);
  const by = { allowed_by: 'user:ann', allowed_at: granted.time, task_id: 't', session_id: 's' };
  expect(allowed?.allowed_actions).toEqual([
    { action: 'bash', pattern: 'npm *', ...by },
    { action: 'bash', pattern: 'ls *', ...by },
  ]);
  expect(permissionsChange(allowed ?? { allowed_actions: [] }, revoked)?.allowed_actions).toEqual([
    { action: 'bash', pattern: 'ls *', ...by },
  ]);
  expect(factSentence(granted, 'Ann')).toBe('Ann always allows the project’s agents to run npm *, ls *');
  expect(factSentence(revoked, 'Ann')).toBe('Ann wants to be asked again before agents run npm *');
});
