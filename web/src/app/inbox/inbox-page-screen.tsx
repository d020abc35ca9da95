'use client';

import type { ReactNode } from 'react';
import { GateList } from '@/features/gates/gate-list.tsx';
import { InboxScreen } from '@/features/inbox/inbox-screen.tsx';

/** The inbox, with the answers of gates put in. */
export function InboxPageScreen({ navigation }: { navigation: ReactNode }) {
  return (
    <InboxScreen
      navigation={navigation}
      answerOf={(item) =>
        item.gate &&
        item.session_id && (
          <GateList session={{ id: item.session_id, project_id: item.project_id, gates: [item.gate] }} />
        )
      }
    />
  );
}
