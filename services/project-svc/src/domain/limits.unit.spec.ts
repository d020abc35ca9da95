import { describe, it } from '@jest/globals';
import { fact } from '@podium/event-sourcing';
import { given } from '@podium/event-sourcing/testing';
import { WorkspaceSource, type SessionLimits } from '@podium/proto';
import { projectDecider } from './project-decider.ts';

const projectId = 'p1';
const created = fact('podium.project.v1.ProjectCreated', {
  projectId,
  name: 'Shop',
  description: '',
  source: WorkspaceSource.EMPTY,
  maxConcurrentSessions: 3,
});
const sessionLimits: SessionLimits = { minutes: 30, idleMinutes: 5, steps: 50, tokens: 0, costUsd: 2.5 };
const edit = (changes: object) => ({ kind: 'edit', projectId, ...changes }) as const;
const edited = (changes: object) => fact('podium.project.v1.ProjectEdited', { projectId, ...changes });

describe('the limits of sessions', () => {
  it('are changed as a whole, and only where they differ', () => {
    given(projectDecider, [created]).when(edit({ sessionLimits })).then(edited({ sessionLimits }));
    given(projectDecider, [created, edited({ sessionLimits })])
      .when(edit({ sessionLimits: { ...sessionLimits } }))
      .thenNothing();
    const more = { ...sessionLimits, steps: 51 };
    given(projectDecider, [created, edited({ sessionLimits })])
      .when(edit({ sessionLimits: more }))
      .then(edited({ sessionLimits: more }));
  });

  it.each([
    { minutes: -1 },
    { minutes: 0.5 },
    { idleMinutes: 10_081 },
    { steps: 100_001 },
    { tokens: 1.5 },
    { costUsd: -0.1 },
  ])('refuse %p', (change) =>
    given(projectDecider, [created])
      .when(edit({ sessionLimits: { ...sessionLimits, ...change } }))
      .thenRejected('invalid'),
  );
});

describe('the time that agents wait for an answer', () => {
  it('is changed where it differs, back to for ever too', () => {
    given(projectDecider, [created])
      .when(edit({ gateTimeoutMinutes: 0 }))
      .thenNothing();
    given(projectDecider, [created])
      .when(edit({ gateTimeoutMinutes: 15 }))
      .then(edited({ gateTimeoutMinutes: 15 }));
    given(projectDecider, [created, edited({ gateTimeoutMinutes: 15 })])
      .when(edit({ gateTimeoutMinutes: 0 }))
      .then(edited({ gateTimeoutMinutes: 0 }));
  });

  it.each([-1, 1.5, 10_081])('refuses %p minutes', (gateTimeoutMinutes) =>
    given(projectDecider, [created]).when(edit({ gateTimeoutMinutes })).thenRejected('invalid'),
  );
});
