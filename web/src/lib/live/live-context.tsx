'use client';

import { QueryClientProvider, useQuery, type QueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import { OutputChannel } from '../output/output-channel.ts';
import { useStore } from '../store.ts';
import { applyFacts } from './apply-facts.ts';
import { ContactChannel } from './contact-channel.ts';
import { Live, type ConnectionState } from './live.ts';
import { PresenceChannel } from './presence-channel.ts';
import { StepChannel } from './step-channel.ts';
import { archiveQuery, boardQuery, projectsQuery, systemQuery, timelineQuery } from './queries.ts';

interface LiveContextValue {
  live: Live;
  outputs: OutputChannel;
  steps: StepChannel;
  contacts: ContactChannel;
  presence: PresenceChannel;
}

const LiveContext = createContext<LiveContextValue | null>(null);

/** Opens the one connection of this page and folds what it brings into the query cache. */
export function LiveProvider({ client, children }: { client: QueryClient; children: ReactNode }) {
  const [value] = useState(() => {
    const live = new Live();
    const { socket } = live;
    return {
      live,
      outputs: new OutputChannel(socket),
      steps: new StepChannel(socket),
      contacts: new ContactChannel(socket),
      presence: new PresenceChannel(socket),
    };
  });
  useEffect(() => {
    const { live } = value;
    const ends = [
      live.onFacts((facts) => applyFacts(client, facts)),
      live.onReset(() => void client.resetQueries()),
      live.connection.subscribe(() => {
        // What could not be loaded while the server was away is asked for again once it is back.
        if (live.connection.get() === 'offline') return;
        void client.invalidateQueries({ predicate: (query) => query.state.status === 'error' });
      }),
    ];
    live.open();
    return () => {
      for (const end of ends) end();
      live.close();
    };
  }, [value, client]);
  return (
    <LiveContext value={value}>
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    </LiveContext>
  );
}

export function useLive(): LiveContextValue {
  const value = use(LiveContext);
  if (!value) throw new Error('useLive needs a LiveProvider above it');
  return value;
}

export function useConnection(): ConnectionState {
  return useStore(useLive().live.connection);
}

/** Whether what is shown may be old. */
export function useIsStale(): boolean {
  const connection = useConnection();
  return connection === 'offline' || connection === 'stalled' || connection === 'crowded';
}

export function useBoard(projectId: string) {
  return useQuery(boardQuery(useLive().live, projectId));
}

/** The archive of a board that is there already, once it is asked for. */
export function useArchive(projectId: string, enabled: boolean) {
  return useQuery({ ...archiveQuery(useLive().live, projectId), enabled });
}

export function useProjects() {
  return useQuery(projectsQuery(useLive().live));
}

/** A project's timeline, once it is asked for. */
export function useTimeline(projectId: string, enabled: boolean) {
  return useQuery({ ...timelineQuery(useLive().live, projectId), enabled });
}

export function useSystem() {
  return useQuery(systemQuery());
}

/** Who looks at this page, `user:<id>`; undefined until that is known. */
export function useMe(): string | undefined {
  const { data } = useSystem();
  return data && `user:${data.person.id}`;
}
