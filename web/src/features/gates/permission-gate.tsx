'use client';

import type { GateView } from '@podium/board';
import { useState } from 'react';
import { Button } from '@/components/button.tsx';
import { FormField } from '@/components/form-field.tsx';
import type { GateAnswer } from '@/lib/api/types.ts';
import { actionWords } from '@/lib/ui/action-words.ts';

interface PermissionGateProps {
  gate: Extract<GateView, { kind: 'permission' }>;
  busy: boolean;
  onAnswer: (answer: GateAnswer) => void;
}

/** The agent wants to do something: exactly what, and the answers to choose from. */
export function PermissionGate({ gate, busy, onAnswer }: PermissionGateProps) {
  const [refusing, setRefusing] = useState(false);
  const [feedback, setFeedback] = useState('');
  return (
    <section aria-label="Permission">
      <h3 className="flex items-center gap-1.5 font-semibold text-waiting">
        <span aria-hidden="true">❚❚</span> {actionWords(gate.action)}
      </h3>
      <pre className="mt-2 overflow-x-auto rounded-card bg-hover p-2 font-mono text-meta whitespace-pre-wrap">
        {gate.patterns.join('\n')}
      </pre>
      {gate.diff && <Diff text={gate.diff} />}
      {refusing && (
        <div className="mt-2">
          <FormField
            label="What should it do instead?"
            hint="With an answer the agent goes on; without one it stops here."
            optional
          >
            {(field) => (
              <textarea
                {...field}
                autoFocus
                rows={2}
                maxLength={10_000}
                value={feedback}
                onChange={(event) => setFeedback(event.target.value)}
                className="field py-1.5"
              />
            )}
          </FormField>
        </div>
      )}
      <div className="mt-3 flex flex-wrap gap-2">
        {refusing ? (
          <>
            <Button
              tone="danger"
              disabled={busy}
              onClick={() => onAnswer({ answer: 'reject', ...(feedback.trim() ? { feedback } : {}) })}
            >
              {feedback.trim() ? 'Refuse and say so' : 'Refuse and stop'}
            </Button>
            <Button tone="quiet" onClick={() => setRefusing(false)}>
              Back
            </Button>
          </>
        ) : (
          <>
            <Button tone="primary" disabled={busy} onClick={() => onAnswer({ answer: 'once' })}>
              Allow once
            </Button>
            <Button
              disabled={busy}
              title={gate.always.length > 0 ? `Allows ${gate.always.join(', ')} from now on` : undefined}
              onClick={() => onAnswer({ answer: 'always' })}
            >
              Always allow
            </Button>
            <Button tone="danger" disabled={busy} onClick={() => setRefusing(true)}>
              Refuse…
            </Button>
          </>
        )}
      </div>
    </section>
  );
}

function Diff({ text }: { text: string }) {
  return (
    <pre tabIndex={0} className="mt-2 max-h-60 overflow-auto rounded-card border border-line p-2 font-mono text-meta">
      {text.split('\n').map((line, index) => (
        // The lines of a diff never move: their place is who they are.
        <span key={index} className={lineColour(line)}>
          {line}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}

function lineColour(line: string): string {
  if (line.startsWith('+')) return 'text-done';
  if (line.startsWith('-')) return 'text-failed';
  return 'text-muted';
}
