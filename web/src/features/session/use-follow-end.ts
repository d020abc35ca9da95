'use client';

import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** This close to the end still counts as being there. */
const slackPx = 32;

interface FollowEnd {
  following: boolean;
  /** Lines that came since the reader left the end. */
  unseen: number;
  onScroll: () => void;
  goToEnd: () => void;
}

/** Keeps a growing list at its end until the reader scrolls up, and again once they are back. */
export function useFollowEnd(scroller: RefObject<HTMLElement | null>, lineCount: number, heightPx: number): FollowEnd {
  const [following, setFollowing] = useState(true);
  const [seenCount, setSeenCount] = useState(0);
  const lastTopPx = useRef(0);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!following || !element) return;
    element.scrollTop = element.scrollHeight;
    lastTopPx.current = element.scrollTop;
  }, [scroller, following, lineCount, heightPx]);

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
  return { following, unseen: Math.max(0, lineCount - seenCount), onScroll, goToEnd: () => setFollowing(true) };
}
