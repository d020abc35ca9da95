import { Store, useStore } from '@/lib/store.ts';

/** Where the next prompt goes on beside what was said. */
export interface ForkPoint {
  taskId: string;
  sessionId: string;
  messageId: string;
  /** What was said there, for a person to recognise it. */
  text: string;
}

const chosen = new Store<ForkPoint | null>(null);

/** The message that the next prompt is to be sent beside; null where it goes on at the end. */
export function useForkPoint(taskId: string): [ForkPoint | null, (point: ForkPoint | null) => void] {
  const point = useStore(chosen);
  return [point?.taskId === taskId ? point : null, (next) => chosen.set(next)];
}
