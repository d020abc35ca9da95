import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { factSubject, InvalidSubjectError, outcomeSubject, outputSubject, requestSubject } from '../index.ts';
import { assertConsumerName, factFilters, laneFilter, parkedSubject, parseRequestSubject } from '../subjects.ts';

describe('subjects', () => {
  it('have one literal form per aggregate', () => {
    expect(factSubject({ projectId: 'p-1', context: 'task', id: 't-1' })).toBe('evt.p-1.task.t-1');
    expect(factSubject({ projectId: '_', context: 'project', id: 'p' })).toBe('evt._.project.p');
    expect(requestSubject({ projectId: 'p', lane: 'session-run', id: 's' })).toBe('req.p.session-run.s');
    expect(outcomeSubject({ projectId: 'p', lane: 'task', id: 't' })).toBe('out.p.task.t');
    expect(outputSubject('p', 's')).toBe('log.p.s');
    expect(parkedSubject('task-svc', 'task-svc-requests')).toBe('prk.task-svc.task-svc-requests');
  });

  it('are listened to by whole contexts', () => {
    expect(factFilters(undefined, undefined)).toEqual(['evt.*.*.*']);
    expect(factFilters(['task', 'pod', 'task'], 'p')).toEqual(['evt.p.task.*', 'evt.p.pod.*']);
    expect(laneFilter('task')).toBe('req.*.task.*');
    expect(() => factFilters(undefined, '*')).toThrow(InvalidSubjectError);
  });

  it('let nothing through that is not on the allow-list', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (id) => {
        const isAllowed = /^[a-z0-9-]{1,64}$/.test(id) || id === '_';
        const build = (): string => outputSubject('p', id);
        if (isAllowed) expect(build()).toBe(`log.p.${id}`);
        else expect(build).toThrow(InvalidSubjectError);
      }),
    );
    for (const id of ['a b', 'a.b', '*', '>', 'A', 'ä', 'a\n', '', 'a'.repeat(65), '__']) {
      expect(() => outputSubject('p', id)).toThrow(InvalidSubjectError);
    }
    expect(() => assertConsumerName('a.b')).toThrow(InvalidSubjectError);
  });

  it('are taken apart again', () => {
    expect(parseRequestSubject('req.p.task.t')).toEqual({ projectId: 'p', lane: 'task', id: 't' });
    expect(() => parseRequestSubject('evt.p.task.t')).toThrow(InvalidSubjectError);
    expect(() => parseRequestSubject('req.p.task.t.x')).toThrow(InvalidSubjectError);
  });
});
