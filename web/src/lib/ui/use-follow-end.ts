'use client';

import { useEffect, useRef, useState, type RefObject } from 'react';

/** This close to the end still counts as being there. */
const slackPx = 32;

interface FollowEnd {
  /** The element that scrolls. */
  scroller: RefObject<HTMLDivElement | null>;
  /** What grows inside of it. */
  content: RefObject<HTMLDivElement | null>;
  following: boolean;
  /** Lines that came since the reader left the end. */
  unseen: number;
  onScroll: () => void;
  goToEnd: () => void;
  /** The reader opened lines in between: stay there, and don't count these as new. */
  stay: (openedCount: number) => void;
}

/** Keeps a growing list at its end until the reader scrolls up, and again once they are back. */
export function useFollowEnd(lineCount: number): FollowEnd {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(true);
  const [seenCount, setSeenCount] = useState(0);
  const lastTopPx = useRef(0);

  useEffect(() => {
    if (!following || !scroller.current || !content.current) return undefined;
    const element = scroller.current;
    const goDown = (): void => {
      element.scrollTo({ top: element.scrollHeight });
      lastTopPx.current = element.scrollTop;
    };
    goDown();
    const observer = new ResizeObserver(goDown);
    observer.observe(content.current);
    observer.observe(element);
    return () => observer.disconnect();
  }, [following]);

  const onScroll = (): void => {
    const element = scroller.current;
    if (!element) return;
    const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight <= slackPx;
    const wentUp = element.scrollTop < lastTopPx.current - 1;
    lastTopPx.current = element.scrollTop;
    // Growing moves the end away without the reader's doing; only a way up ends the following.
    if (atEnd) setFollowing(true);
    else if (wentUp && following) {
      setFollowing(false);
      setSeenCount(lineCount);
    }
  };
  const unseen = Math.max(0, lineCount - seenCount);
  const stay = (openedCount: number): void => {
    if (following) setSeenCount(lineCount + openedCount);
    else setSeenCount((count) => count + openedCount);
    setFollowing(false);
    requestAnimationFrame(() => {
      const element = scroller.current;
      // Where all of it is in sight there is no way to the end.
      if (element && element.scrollHeight <= element.clientHeight) setFollowing(true);
    });
  };
  return { scroller, content, following, unseen, onScroll, goToEnd: () => setFollowing(true), stay };
}
