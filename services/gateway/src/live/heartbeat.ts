import type { Server } from 'socket.io';
import type { FactFeed } from './fact-feed.ts';
import type { LogPulse } from './log-pulse.ts';

const heartbeatMs = 5_000;

/** Lets every client know that the gateway is there, and whether it hears of anything. @returns what ends it */
export function beat(server: Server, feed: Pick<FactFeed, 'position'>, pulse: LogPulse): () => void {
  const tell = (): void => {
    const { isAway: isLogAway } = pulse;
    server.volatile.emit('heartbeat', { position: feed.position, time: new Date().toISOString(), isLogAway });
  };
  pulse.onChange(tell);
  const timer = setInterval(tell, heartbeatMs);
  return () => clearInterval(timer);
}
