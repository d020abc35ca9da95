'use client';

import type { GateView, SessionView } from '@podium/board';
import { useState } from 'react';
import { answerGate } from '@/lib/api/requests.ts';
import type { GateAnswer } from '@/lib/api/types.ts';
import { announce } from '@/lib/ui/announcer.ts';
import { notifyRefusal } from '@/lib/ui/refusal.ts';
import { PermissionGate } from './permission-gate.tsx';
import { QuestionGate } from './question-gate.tsx';

/** What the agent waits for. An answer is shown as on its way at once; the fact takes it away, a refusal brings it back. */
export function GateList({ session }: { session: Pick<SessionView, 'id' | 'project_id' | 'gates'> }) {
  const [answered, setAnswered] = useState<ReadonlySet<string>>(new Set());

  async function answer(gate: GateView, given: GateAnswer): Promise<void> {
    setAnswered((ids) => new Set(ids).add(gate.id));
    try {
      await answerGate(session, gate.id, given);
      announce('Answered');
    } catch (error) {
      setAnswered((ids) => new Set([...ids].filter((id) => id !== gate.id)));
      notifyRefusal('The answer was not taken', error);
    }
  }

  return (
    <ul className="flex shrink-0 flex-col gap-2" aria-label="What the agent waits for">
      {session.gates.map((gate) => {
        const props = { busy: answered.has(gate.id), onAnswer: (given: GateAnswer) => void answer(gate, given) };
        return (
          <li
            key={gate.id}
            data-testid={`gate-${gate.id}`}
            className="flex max-h-[50dvh] flex-col overflow-hidden rounded-card border border-waiting/50 bg-surface"
          >
            {gate.kind === 'permission' ? (
              <PermissionGate gate={gate} {...props} />
            ) : (
              <QuestionGate gate={gate} {...props} />
            )}
          </li>
        );
      })}
    </ul>
  );
}
