import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Response } from 'express';
import { EventStream } from './event-stream.ts';

/** A response as Node has it: `close` comes once, and nothing can be written after it. */
class TestResponse extends EventEmitter {
  destroyed = false;
  readonly written: string[] = [];

  status(): this {
    return this;
  }

  setHeader(): this {
    return this;
  }

  flushHeaders(): void {}

  write(text: string): boolean {
    if (!this.destroyed) this.written.push(text);
    return !this.destroyed;
  }

  end(): void {}

  destroy(): void {
    this.destroyed = true;
    this.emit('close');
  }
}

describe('a stream of events', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('ends with its client, and then nothing waits any more', async () => {
    const response = new TestResponse();
    const stream = new EventStream(response as unknown as Response, new AbortController().signal);
    await stream.send(1, { a: 1 });
    response.destroy();
    expect(stream.gone.aborted).toBe(true);
    await stream.send(2, {});
    expect(response.written).toEqual(['id: 1\ndata: {"a":1}\n\n']);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is over from the start where the client has gone before it began', async () => {
    const response = new TestResponse();
    response.destroy();
    const stream = new EventStream(response as unknown as Response, new AbortController().signal);
    expect(stream.gone.aborted).toBe(true);
    await stream.send(1, {});
    expect(jest.getTimerCount()).toBe(0);
  });

  it('ends with its gateway', () => {
    const ending = new AbortController();
    const response = new TestResponse() as unknown as Response;
    const stream = new EventStream(response, ending.signal);
    expect(stream.gone.aborted).toBe(false);
    ending.abort();
    expect(stream.gone.aborted).toBe(true);
    expect(new EventStream(response, ending.signal).gone.aborted).toBe(true);
    expect(jest.getTimerCount()).toBe(0);
  });
});
