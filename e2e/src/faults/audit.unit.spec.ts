import { describe, expect, it } from '@jest/globals';
import { derivedId, fact, type NewFact } from '@podium/event-sourcing';
import type { RecordedFact } from '@podium/proto';
import { findFaults, type Log } from './audit.ts';
import type { Acknowledged } from './persistent-client.ts';

const deleted: Acknowledged = {
  method: 'DELETE',
  path: '/api/projects/p/tasks/t',
  key: 'k',
  status: 204,
  code: undefined,
};
const requestId = derivedId('user:owner', 'DELETE /api/projects/p/tasks/t', 'k', 'request');
const admitted = fact('podium.session.v1.SessionAdmitted', { sessionId: 's', taskId: 't' });

interface Written {
  readonly what?: NewFact;
  readonly id?: string;
  readonly version?: number;
  readonly causationid?: string;
}

function logOf(facts: readonly Written[], more: Partial<Log> = {}): Log {
  const recorded = facts.map(
    ({ what = admitted, id, version, causationid = 'other' }, index) =>
      ({
        ...what,
        id: id ?? `fact-${index}`,
        subject: 'p/task/t',
        position: index + 1,
        version: version ?? index + 1,
        causationid,
      }) as RecordedFact,
  );
  return { facts: recorded, outputNumbers: new Map(), parked: {}, ...more };
}

describe('the audit of a log', () => {
  it('has nothing to say of one that kept all promises', () => {
    const log = logOf([{ causationid: requestId }], { outputNumbers: new Map([['s', [1, 2, 3]]]) });
    expect(findFaults(log, [deleted])).toEqual([]);
  });

  const queued = { sessionId: 's', taskId: 't', title: '', prompt: '', requestedBy: '' };
  it.each<[string, Log, RegExp]>([
    ['a lost request', logOf([]), /is 0 times in the log/],
    [
      'a request that was carried out twice',
      logOf([{ causationid: requestId }, { causationid: requestId }]),
      /is 2 times/,
    ],
    [
      'a fact that is there twice',
      logOf([{ causationid: requestId, id: 'f' }, { id: 'f' }]),
      /Fact f is there 2 times/,
    ],
    ['a gap between versions', logOf([{ causationid: requestId, version: 2 }]), /version 2 at 1 instead of 1/],
    [
      'a session without an end',
      logOf([
        { causationid: requestId },
        { what: fact('podium.session.v1.SessionQueued', { ...queued, phase: 'SESSION_PHASE_IMPLEMENTATION' }) },
      ]),
      /Session s has not ended/,
    ],
    [
      'a gap in the output',
      logOf([{ causationid: requestId }], { outputNumbers: new Map([['s', [1, 3]]]) }),
      /Output of s: 1 3/,
    ],
    [
      'a parked message',
      logOf([{ causationid: requestId }], { parked: { 'task-svc.requests': 1 } }),
      /1 messages are parked/,
    ],
  ])('finds %s', (_, log, expected) => {
    expect(findFaults(log, [deleted])).toEqual([expect.stringMatching(expected)]);
  });
});
