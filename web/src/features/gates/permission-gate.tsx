'use client';

import type { GateView } from '@podium/board';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { Button } from '@/components/button.tsx';
import { FormField } from '@/components/form-field.tsx';
import type { GateAnswer } from '@/lib/api/types.ts';
import { actionWords } from '@/lib/ui/action-words.ts';
import { lengthProblem } from '@/lib/ui/length-problem.ts';
import { GateContext } from './gate-context.tsx';

interface PermissionGateProps {
  gate: Extract<GateView, { kind: 'permission' }>;
  busy: boolean;
  onAnswer: (answer: GateAnswer) => void;
}

/** The agent wants to do something: exactly what, and the answers to choose from. */
export function PermissionGate({ gate, busy, onAnswer }: PermissionGateProps) {
  const [refusing, setRefusing] = useState(false);
  const [feedback, setFeedback] = useState('');
  const refuse = useRef<HTMLButtonElement>(null);
  const tooLong = lengthProblem('An answer', feedback, 10_000);
  const back = (): void => {
    flushSync(() => setRefusing(false));
    refuse.current?.focus();
  };
  const reject = (): void => onAnswer({ answer: 'reject', ...(feedback.trim() ? { feedback } : {}) });
  return (
    <section aria-label="Permission" className="flex min-h-0 flex-col">
      <h3 className="flex shrink-0 items-center gap-1.5 px-3 pt-3 font-semibold text-waiting">
        <span aria-hidden="true">❚❚</span> {actionWords(gate.action)}
      </h3>
      <div className="min-h-0 flex-1 overflow-y-auto px-3 pt-2">
        <GateContext gate={gate} />
        {refusing && (
          <div className="mt-2">
            <FormField
              label="What should it do instead?"
              hint="With an answer the agent goes on; without one it stops here."
              optional
              error={tooLong ?? undefined}
            >
              {(field) => (
                <textarea
                  {...field}
                  autoFocus
                  rows={2}
                  value={feedback}
                  onChange={(event) => setFeedback(event.target.value)}
                  onKeyDown={(event) => {
                    if (event.key === 'Escape') back();
                    else if (event.key === 'Enter' && (event.metaKey || event.ctrlKey) && !busy && !tooLong) reject();
                    else return;
                    event.preventDefault();
                    event.stopPropagation();
                  }}
                  className="field py-1.5"
                />
              )}
            </FormField>
          </div>
        )}
      </div>
      {gate.always.length > 0 && !refusing && (
        <p className="shrink-0 truncate px-3 pt-2 text-meta text-faint" title={gate.always.join('\n')}>
          “Always” is for <code className="font-mono">{gate.always.join(', ')}</code> in this project, from now on.
        </p>
      )}
      <div className="flex shrink-0 flex-wrap gap-2 p-3">
        {refusing ? (
          <>
            <Button tone="danger" disabled={busy || tooLong !== null} onClick={reject}>
              {feedback.trim() ? 'Refuse and say so' : 'Refuse and stop'}
            </Button>
            <Button tone="quiet" onClick={back}>
              Back
            </Button>
          </>
        ) : (
          <>
            <Button tone="primary" disabled={busy} onClick={() => onAnswer({ answer: 'once' })}>
              Allow once
            </Button>
            <Button disabled={busy} onClick={() => onAnswer({ answer: 'always' })}>
              Always allow
            </Button>
            <Button ref={refuse} tone="danger" disabled={busy} onClick={() => setRefusing(true)}>
              Refuse…
            </Button>
          </>
        )}
      </div>
    </section>
  );
}
