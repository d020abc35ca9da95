'use client';

import type { StoryEntry } from '@podium/board';
import { ChevronRight } from 'lucide-react';
import { Fragment } from 'react';
import { useMoment } from '@/lib/board/moment-context.ts';
import { EntryIcon } from './entry-icon.tsx';
import type { WhyChain } from './why-chain.ts';

/** Why the card is where it is, in words and as the steps that led there. */
export function WhyHereBox({ why, onShow }: { why: WhyChain; onShow: (entryId: string) => void }) {
  const isPast = useMoment() !== null;
  return (
    <section
      aria-label="Why is this card here?"
      data-testid="why-here"
      className="mb-4 rounded-card border border-line bg-canvas px-3 py-2.5"
    >
      <h3 className="text-meta font-medium text-faint">
        {isPast ? 'Why was this card here?' : 'Why is this card here?'}
      </h3>
      <p className="mt-0.5 break-words">{why.text}</p>
      {why.chain.length > 1 && (
        <p className="mt-2 flex flex-wrap items-center gap-x-0.5 gap-y-1">
          {why.chain.map((entry, index) => (
            <Fragment key={entry.id}>
              {index > 0 && <ChevronRight aria-hidden="true" className="size-3 text-faint" />}
              <Step entry={entry} onShow={onShow} />
            </Fragment>
          ))}
        </p>
      )}
    </section>
  );
}

function Step({ entry, onShow }: { entry: StoryEntry; onShow: (entryId: string) => void }) {
  return (
    <button
      type="button"
      title={entry.title}
      aria-label={`Show: ${entry.title}`}
      onClick={() => onShow(entry.id)}
      className="inline-flex h-6 items-center gap-1 rounded-full border border-line bg-surface px-2 text-meta text-muted hover:border-line-strong hover:text-text"
    >
      <EntryIcon entry={entry} />
      {stepWords[entry.type.slice(entry.type.lastIndexOf('.') + 1)] ?? 'then'}
    </button>
  );
}

const stepWords: Record<string, string> = {
  TaskCreated: 'created',
  TaskMoved: 'moved',
  TaskExecutionStarted: 'executed',
  TaskExecutionCompleted: 'work done',
  TaskExecutionFailed: 'work failed',
  TaskExecutionStopped: 'work stopped',
  SessionQueued: 'queued',
  SessionAdmitted: 'got a slot',
  SessionStarted: 'agent started',
  SessionTakenOver: 'taken over',
  PermissionAsked: 'permission asked',
  QuestionAsked: 'question asked',
  PermissionAnswered: 'permission answered',
  QuestionAnswered: 'question answered',
  SessionStopping: 'asked to stop',
  SessionCompleted: 'agent finished',
  SessionFailed: 'agent failed',
  SessionCancelled: 'agent stopped',
  SessionRetryScheduled: 'waits to try again',
  SessionRequeued: 'tries again',
  SessionExpedited: 'to run next',
  SessionReverted: 'put back',
  SessionUnreverted: 'brought back',
  PromptAdded: 'written to',
  PromptSent: 'told',
  TurnEnded: 'answered',
  BudgetExceeded: 'budget used up',
  PodReady: 'pod ready',
  PodProvisioningStarted: 'pod starting',
};
