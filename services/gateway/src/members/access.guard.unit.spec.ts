import { EventEmitter } from 'node:events';
import type { ExecutionContext } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import type { Request } from 'express';
import { ApiRoute } from '../api/api-route.ts';
import type { EndedSignIns } from '../identity/ended-sign-ins.ts';
import { letIn } from '../identity/person.ts';
import { AccessGuard } from './access.guard.ts';
import type { LossListener } from './memberships.ts';
import type { ProjectAccess } from './project-access.ts';

class Streams {
  @ApiRoute({
    method: 'get',
    path: '/projects/:projectId/stream',
    operationId: 'follow',
    summary: 'A stream',
    tag: 'log',
    status: 200,
    answer: 'event-stream',
  })
  follow(this: void): void {}
}

class TestResponse extends EventEmitter {
  destroyed = false;

  destroy(): void {
    this.destroyed = true;
    this.emit('close');
  }
}

/** Asks for the stream of a project that the person belongs to. */
async function opened(
  response: TestResponse,
  assertMember = (): Promise<void> => Promise.resolve(),
): Promise<Set<LossListener>> {
  const listeners = new Set<LossListener>();
  const access = {
    seesAll: () => false,
    assertMember,
    onLost: (listener: LossListener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as ProjectAccess;
  const request = { params: { projectId: 'p1' }, query: {} } as unknown as Request;
  letIn(request, { person: { id: 'ann', name: 'Ann', signedInBy: 'oidc' } });
  const context = {
    getType: () => 'http',
    getHandler: () => new Streams().follow,
    switchToHttp: () => ({ getRequest: () => request, getResponse: () => response }),
  } as unknown as ExecutionContext;
  const [reads, runner] = [{}, {}] as unknown as [never, never];
  const ended = { onEnded: () => () => undefined } as unknown as EndedSignIns;
  await new AccessGuard(access, reads, runner, ended).canActivate(context);
  return listeners;
}

describe('a stream of a project', () => {
  it('ends with the membership, and only then', async () => {
    const response = new TestResponse();
    const listeners = await opened(response);
    for (const listener of listeners) listener('user:ann', 'p2');
    for (const listener of listeners) listener('user:bob', 'p1');
    expect(response.destroyed).toBe(false);
    for (const listener of listeners) listener('user:ann', 'p1');
    expect(response.destroyed).toBe(true);
    expect(listeners.size).toBe(0);
  });

  it('does not begin where the membership ended before its end was listened for', async () => {
    let looks = 0;
    const lostMeanwhile = (): Promise<void> => {
      looks += 1;
      return looks === 1 ? Promise.resolve() : Promise.reject(new Error('no member'));
    };
    await expect(opened(new TestResponse(), lostMeanwhile)).rejects.toThrow('no member');
  });

  it('leaves nothing behind of a client that has gone before it began', async () => {
    const response = new TestResponse();
    response.destroy();
    expect((await opened(response)).size).toBe(0);
  });
});
