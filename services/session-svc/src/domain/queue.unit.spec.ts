import { describe, it } from '@jest/globals';
import { fact } from '@podium/event-sourcing';
import { given } from '@podium/event-sourcing/testing';
import { queueDecider } from './queue.ts';

const projectId = 'p1';
const paused = fact('podium.session.v1.QueuePaused', { projectId });
const resumed = fact('podium.session.v1.QueueResumed', { projectId });

describe('a queue', () => {
  it('is paused with the reason that somebody gave', () =>
    given(queueDecider, [])
      .when({ kind: 'pause', projectId, reason: ' Release day ' })
      .then(fact('podium.session.v1.QueuePaused', { projectId, reason: 'Release day' })));

  it('is paused without one', () =>
    given(queueDecider, [resumed]).when({ kind: 'pause', projectId, reason: ' ' }).then(paused));

  it('refuses a reason that no card could show', () =>
    given(queueDecider, [])
      .when({ kind: 'pause', projectId, reason: 'x'.repeat(201) })
      .thenRejected('invalid'));

  it('goes on', () => given(queueDecider, [paused]).when({ kind: 'resume', projectId }).then(resumed));

  it('is paused and resumed once', () => {
    given(queueDecider, [paused]).when({ kind: 'pause', projectId, reason: 'again' }).thenNothing();
    given(queueDecider, [paused, resumed]).when({ kind: 'resume', projectId }).thenNothing();
    given(queueDecider, []).when({ kind: 'resume', projectId }).thenNothing();
  });
});
