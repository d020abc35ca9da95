'use client';

import type { SessionView } from '@podium/board';
import { useState } from 'react';
import { Button } from '@/components/button.tsx';
import { sendPrompt, setSessionLimits, type SessionLimits } from '@/lib/api/session-requests.ts';
import type { ShownBoard, ShownTask } from '@/lib/board/intents.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { raisedLimit, type LimitName } from './limits.ts';
import { Strip } from './strip.tsx';
import { useAct } from './use-act.ts';

const units: Record<LimitName, string> = {
  minutes: 'minutes',
  idle_minutes: 'quiet minutes',
  steps: 'steps',
  tokens: 'tokens',
  cost_usd: 'US dollars',
};

interface LimitRaiseProps {
  task: ShownTask;
  board: ShownBoard;
  session: SessionView;
}

/** A session was stopped at a limit: raise it and go on where the agent was. */
export function LimitRaise({ task, board, session }: LimitRaiseProps) {
  const isPast = useMoment() !== null;
  const { busy, act } = useAct();
  const suggestion = raisedLimit(session.failure?.code ?? '', board.project.session_limits);
  const [value, setValue] = useState(suggestion?.value ?? 0);
  const raise = async (): Promise<void> => {
    if (!suggestion) return;
    const limits: SessionLimits = { ...board.project.session_limits, [suggestion.name]: value };
    if (!(await act('The limit was not raised', () => setSessionLimits(task.project_id, limits)))) return;
    await act('It does not go on', () =>
      sendPrompt(task, { text: 'Go on where you were stopped.', continues_session_id: session.id }),
    );
  };
  return (
    <Strip label="Stopped at a limit" tone="warning">
      <span className="min-w-0 flex-1 basis-60 break-words">{session.failure?.message}</span>
      {suggestion && !isPast && (
        <form
          className="flex items-center gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            void raise();
          }}
        >
          <label className="flex items-center gap-1.5">
            <input
              type="number"
              aria-label="The new limit"
              min={0}
              step="any"
              value={value}
              onChange={(event) => setValue(Number(event.target.value))}
              className="field h-7 w-24"
            />
            {units[suggestion.name]}
          </label>
          <Button size="small" tone="primary" type="submit" disabled={busy}>
            Raise and go on
          </Button>
        </form>
      )}
    </Strip>
  );
}
