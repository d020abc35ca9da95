'use client';

import type { SessionView } from '@podium/board';
import { useEffect, useState } from 'react';
import { useMoment } from '../board/moment-context.ts';
import { Store, useStore } from '../store.ts';
import type { ProjectContact } from './contact-channel.ts';
import { useLive } from './live-context.tsx';
import { silenceOf, type Silence } from './silence.ts';

/** What begins is heard within this time. */
const patienceMs = 3_000;
const past = new Store<ProjectContact | null>(null);

/** That the session's agent is not heard now; null while it is, and in the past, of which nobody knows. */
export function useSilence(session: Pick<SessionView, 'id' | 'project_id' | 'status'>): Silence | null {
  const { contacts } = useLive();
  const isPast = useMoment() !== null;
  const silence = silenceOf(useStore(isPast ? past : contacts.contact), session);
  const isUncertain = silence?.isCertain === false;
  const [hasLasted, setHasLasted] = useState(false);
  useEffect(() => {
    if (!isUncertain) return undefined;
    const timer = setTimeout(() => setHasLasted(true), patienceMs);
    return () => {
      clearTimeout(timer);
      setHasLasted(false);
    };
  }, [isUncertain]);
  return isUncertain && !hasLasted ? null : silence;
}

/** Whether the session's agent is heard now, or nobody asks about one. */
export function useIsHeard(session: Pick<SessionView, 'id'> | undefined): boolean {
  const contact = useStore(useLive().contacts.contact);
  return session === undefined || (contact?.heard.includes(session.id) ?? false);
}

/** Whether there is nobody who could run a session of this project now; false where that is not known. */
export function useIsWithoutRunners(projectId: string): boolean {
  const { contacts } = useLive();
  const isPast = useMoment() !== null;
  const contact = useStore(isPast ? past : contacts.contact);
  return contact?.projectId === projectId && contact.runners === 0;
}
