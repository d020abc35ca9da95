'use client';

import type { SessionView } from '@podium/board';
import { useState } from 'react';
import { ConfirmDialog } from '@/components/confirm-dialog.tsx';
import { ProblemError } from '@/lib/api/problem.ts';
import { revertSession } from '@/lib/api/session-requests.ts';
import { useBoardActions } from '@/lib/board/board-context.tsx';

/** What a person wants to put back, and whose work it would cost. */
interface Warning {
  /** Null: undo having put it back. */
  messageId: string | null;
  detail: string;
}

interface PutBack {
  warning: Warning | null;
  /** @param messageId to before this message; null brings everything back */
  start: (messageId: string | null) => void;
  answer: (goOn: boolean) => void;
}

const words = {
  back: { refusal: 'Nothing was put back', success: 'Put back to before this message' },
  again: { refusal: 'The changes were not brought back', success: 'Brought the changes back' },
};

/** Puts the workspace back, and asks first where that would undo what others did in it. */
export function usePutBack(session: SessionView): PutBack {
  const actions = useBoardActions();
  const [warning, setWarning] = useState<Warning | null>(null);
  const send = async (messageId: string | null, withOthersWork: boolean): Promise<void> => {
    const answer = revertSession(session, messageId, withOthersWork);
    const lost = await answer.then(() => null, othersWorkIn);
    if (lost) setWarning({ messageId, detail: lost });
    else await actions.perform(() => answer, words[messageId === null ? 'again' : 'back']);
  };
  return {
    warning,
    start: (messageId) => void send(messageId, false),
    answer: (goOn) => {
      setWarning(null);
      if (goOn && warning) void send(warning.messageId, true);
    },
  };
}

/** Whose work it is that keeps the workspace from being put back, in words; null where something else does. */
function othersWorkIn(error: unknown): string | null {
  return error instanceof ProblemError && error.code === 'others_work' ? error.problem.detail : null;
}

/** Says whose work would be lost, before anything is. */
export function PutBackWarning({ warning, answer }: PutBack) {
  const isBack = warning?.messageId !== null;
  return (
    <ConfirmDialog
      open={warning !== null}
      onOpenChange={(open) => !open && answer(false)}
      title={isBack ? 'Put the workspace back all the same?' : 'Bring it back all the same?'}
      detail={warning?.detail ?? ''}
      action={isBack ? 'Put it back' : 'Bring it back'}
      onConfirm={() => answer(true)}
    />
  );
}
