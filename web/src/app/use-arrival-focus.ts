'use client';

import { usePathname } from 'next/navigation';
import { useEffect, useRef, type RefObject } from 'react';

/** What was left behind is out of the page, or hidden and about to lose the focus, by then. */
const afterFrames = 2;

/**
 * On another page than before: its content gets the focus where nothing has it any more, so that reading aloud and Tab
 * go on there.
 */
export function useArrivalFocus(content: RefObject<HTMLElement | null>): void {
  const pathname = usePathname();
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return undefined;
    before.current = pathname;
    let frame = 0;
    const wait = (frames: number): void => {
      frame = requestAnimationFrame(() => {
        if (frames > 1) wait(frames - 1);
        else if (isAdrift(document.activeElement)) content.current?.focus({ preventScroll: true });
      });
    };
    wait(afterFrames);
    return () => cancelAnimationFrame(frame);
  }, [pathname, content]);
}

function isAdrift(focused: Element | null): boolean {
  return !focused || focused === document.body || !focused.checkVisibility();
}
