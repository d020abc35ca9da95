import { Store } from '../store.ts';

export interface TooltipHint {
  text: string;
  shortcut?: string;
  /** What it is said of. */
  anchor: DOMRect;
}

/** The one tooltip that shows. */
export const shownTooltip = new Store<TooltipHint | null>(null);

const delayMs = 400;
/** Whoever read one just now reads the next one at once. */
const warmMs = 300;

let timer: ReturnType<typeof setTimeout> | undefined;
let lastHiddenAt = 0;

/** Shows what a sign means, after a moment. */
export function hint(element: HTMLElement, text: string, shortcut?: string): void {
  clearTimeout(timer);
  const isWarm = shownTooltip.get() !== null || Date.now() - lastHiddenAt < warmMs;
  timer = setTimeout(
    () => {
      if (!element.isConnected) return;
      shownTooltip.set({ text, anchor: element.getBoundingClientRect(), ...(shortcut ? { shortcut } : {}) });
    },
    isWarm ? 0 : delayMs,
  );
}

export function hideHint(): void {
  clearTimeout(timer);
  if (shownTooltip.get() === null) return;
  lastHiddenAt = Date.now();
  shownTooltip.set(null);
}
