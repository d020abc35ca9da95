import type { RecordedFact } from '@podium/proto';
import { io, type Socket } from 'socket.io-client';
import { isStillSignedIn, showSignedOut } from '../api/sign-in.ts';
import { Store } from '../store.ts';
import { FactBuffer } from './fact-buffer.ts';

/**
 * `connecting`: nothing received yet. `catching_up`: connected, older facts still arrive. `stalled`: connected to a server
 * that hears of nothing itself. `crowded`: this person has too many windows open, and this one gets no connection.
 * `offline`: no connection. In the last three what is shown may be stale.
 */
export type ConnectionState = 'connecting' | 'catching_up' | 'live' | 'stalled' | 'crowded' | 'offline';

interface SubscribeAnswer {
  position?: number;
  snapshotNeeded?: true;
  error?: { detail?: string; retry_after_seconds?: number };
}

/** Why there is no connection; with the gateway's problem where it is there and refused. */
interface RefusedConnection extends Error {
  data?: { code?: string; retry_after_seconds?: number };
}

/** The gateway beats every 5 s; two beats missed and a bit, and it counts as gone. */
const silenceSeconds = 12;
/** Until a subscription that was refused is tried again, unless the gateway says for how long. */
const retrySeconds = 5;

/**
 * The browser's one connection to the log: one subscription to the facts of all projects, with one cursor. It starts at
 * the position of the first snapshot, survives reconnects by asking for what comes after the cursor, and hands the facts
 * on in batches, strictly in order, each one once.
 */
export class Live {
  readonly connection = new Store<ConnectionState>('connecting');
  readonly socket: Socket;
  readonly #factListeners = new Set<(facts: readonly RecordedFact[]) => void>();
  readonly #resetListeners = new Set<() => void>();
  #buffer: FactBuffer | null = null;
  #cursor = 0;
  #floor = 0;
  #batch: RecordedFact[] = [];
  #lastSignAt = 0;
  #watchdog: ReturnType<typeof setInterval> | undefined;

  constructor(
    socket: Socket = io({
      autoConnect: false,
      forceNew: true,
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
    }),
  ) {
    this.socket = socket;
    socket.on('connect', () => this.#subscribe());
    socket.on('disconnect', () => this.connection.set('offline'));
    socket.on('connect_error', (error: RefusedConnection) => this.#notConnected(error));
    socket.on('signed_out', ({ reason }: { reason: string }) => {
      if (reason === 'signed_out') showSignedOut();
      else void this.#signInAgain();
    });
    socket.on('dropped', ({ projectId }: { projectId: string }) => this.#dropped(projectId));
    socket.on('event', (fact: RecordedFact) => this.#receive(fact));
    socket.on('synced', ({ position }: { position: number }) => this.#synced(position));
    socket.on('heartbeat', ({ isLogAway = false }: { isLogAway?: boolean }) => this.#beat(isLogAway));
  }

  open(): void {
    this.socket.connect();
    this.#watchdog ??= setInterval(() => this.#watch(), 2_000);
    window.addEventListener('online', this.#retry);
  }

  close(): void {
    clearInterval(this.#watchdog);
    this.#watchdog = undefined;
    window.removeEventListener('online', this.#retry);
    this.socket.disconnect();
  }

  /** Answers to reads must not be older than this: the cursor, or the newest write of one's own. */
  get floor(): number {
    return Math.max(this.#cursor, this.#floor);
  }

  /** From now on reads must not be older than a write that was answered with this position. */
  raiseFloor(position: number): void {
    this.#floor = Math.max(this.#floor, position);
  }

  /** The facts after a snapshot's position. The first snapshot starts the subscription; null: too old, fetch it again. */
  factsAfter(position: number): readonly RecordedFact[] | null {
    if (!this.#buffer) {
      this.#buffer = new FactBuffer(position);
      this.#cursor = position;
      if (this.socket.connected) this.#subscribe();
    }
    return this.#buffer.after(position);
  }

  onFacts(listener: (facts: readonly RecordedFact[]) => void): () => void {
    this.#factListeners.add(listener);
    return () => this.#factListeners.delete(listener);
  }

  /** Called when the cursor is too old for the server to continue from: every snapshot has to be fetched anew. */
  onReset(listener: () => void): () => void {
    this.#resetListeners.add(listener);
    return () => this.#resetListeners.delete(listener);
  }

  #notConnected({ data }: RefusedConnection): void {
    if (data?.code !== 'too_many_requests') {
      this.connection.set('offline');
      void isStillSignedIn();
      return;
    }
    // Socket.IO takes a refusal for the last word.
    this.connection.set('crowded');
    setTimeout(() => this.#connectAgain(), (data.retry_after_seconds ?? retrySeconds) * 1_000);
  }

  #connectAgain(): void {
    if (this.connection.get() === 'crowded' && this.#watchdog !== undefined) this.socket.connect();
  }

  #subscribe(): void {
    this.#sign();
    if (!this.#buffer) {
      this.connection.set('connecting');
      return;
    }
    this.connection.set('catching_up');
    this.socket.emit('subscribe', { after: this.#cursor }, (answer: SubscribeAnswer) => this.#subscribed(answer));
  }

  #subscribed(answer: SubscribeAnswer): void {
    if (answer.error) {
      this.connection.set('offline');
      setTimeout(() => this.#subscribeAgain(), (answer.error.retry_after_seconds ?? retrySeconds) * 1_000);
    } else if (answer.snapshotNeeded) {
      this.#buffer = null;
      this.#cursor = 0;
      this.#floor = 0;
      for (const listener of this.#resetListeners) listener();
    }
  }

  /** A connection that is there was refused: the gateway is asked for too much, or can't read the log just now. */
  #subscribeAgain(): void {
    if (this.socket.connected && this.connection.get() === 'offline') this.#subscribe();
  }

  #receive(fact: RecordedFact): void {
    this.#sign();
    if (!this.#buffer?.push(fact)) return;
    this.#cursor = fact.position;
    if (this.#batch.push(fact) === 1) setTimeout(() => this.#flush(), 0);
  }

  #flush(): void {
    const facts = this.#batch;
    this.#batch = [];
    for (const listener of this.#factListeners) listener(facts);
  }

  #synced(position: number): void {
    this.#sign();
    if (!this.#buffer) return;
    this.#cursor = Math.max(this.#cursor, position);
    this.connection.set('live');
  }

  /** The sign-in that opened this connection has ended. By then the browser may have a newer one. */
  async #signInAgain(): Promise<void> {
    if (await isStillSignedIn()) this.socket.connect();
  }

  /** One is no member of the project any more: what is loaded of it must not be shown. */
  #dropped(projectId: string): void {
    if (window.location.pathname.startsWith(`/projects/${projectId}`)) window.location.assign('/');
    else for (const listener of this.#resetListeners) listener();
  }

  #beat(isLogAway: boolean): void {
    this.#sign();
    const state = this.connection.get();
    if (isLogAway && state === 'live') this.connection.set('stalled');
    else if (!isLogAway && state === 'stalled') this.connection.set('live');
  }

  #sign(): void {
    this.#lastSignAt = Date.now();
  }

  /** The device has a network again: the next try need not wait for its turn. */
  readonly #retry = (): void => {
    if (!this.socket.connected) this.socket.disconnect().connect();
  };

  /** A connection that says nothing is no connection, whatever the socket believes. */
  #watch(): void {
    if (!this.socket.connected || Date.now() - this.#lastSignAt < silenceSeconds * 1_000) return;
    this.connection.set('offline');
    this.socket.disconnect().connect();
  }
}
