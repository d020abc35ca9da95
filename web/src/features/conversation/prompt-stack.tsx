'use client';

import { isActive, type PromptView, type SessionView } from '@podium/board';
import { ArrowDown, ArrowUp, Pencil, X } from 'lucide-react';
import { Button } from '@/components/button.tsx';
import { IconButton } from '@/components/icon-button.tsx';
import { editPrompt, removePrompt } from '@/lib/api/session-requests.ts';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import { caretToEnd } from '@/lib/ui/caret.ts';
import { cx } from '@/lib/ui/class-names.ts';
import { isOpen, useEditedPrompt, type PromptEditing } from './use-edited-prompt.ts';

interface PromptStackProps {
  session: SessionView;
  /** Gets what was written for a message that was sent before it was changed. */
  onTooLate: (text: string) => void;
}

/** What the agent is to be told next, in this order; of an ended session, what it was never told. */
export function PromptStack({ session, onTooLate }: PromptStackProps) {
  const editing = useEditedPrompt(session, onTooLate);
  if (session.prompts.length === 0) return null;
  return (
    <section aria-label={isActive(session) ? 'Messages that wait' : 'Messages that were not sent'} className="mb-2">
      <h3 className="mb-1 text-meta text-faint">
        {isActive(session) ? 'Waits to be sent' : 'Was not sent, because the session ended'}
      </h3>
      <ol className="max-h-40 space-y-1 overflow-y-auto">
        {session.prompts.map((prompt, place) => (
          <QueuedPrompt key={prompt.id} session={session} prompt={prompt} place={place} editing={editing} />
        ))}
      </ol>
    </section>
  );
}

interface PlacedPrompt {
  session: SessionView;
  prompt: PromptView;
  /** Among those that wait, from 0. */
  place: number;
}

function QueuedPrompt({ session, prompt, place, editing }: PlacedPrompt & { editing: PromptEditing }) {
  const actions = useBoardActions();
  const fixed = !isOpen(session, prompt);
  const remove = (): void => {
    const words = { refusal: 'The message was not taken back', success: 'Took the message back' };
    void actions.perform(() => removePrompt(session, prompt.id), words);
  };
  return (
    <li
      data-testid={`prompt-${prompt.id}`}
      className={cx('flex items-start gap-1 rounded-card border border-line bg-canvas py-1 pr-1 pl-2.5')}
    >
      {editing.edited?.id !== prompt.id ? (
        <>
          <div className="min-w-0 flex-1 py-0.5">
            <p className="line-clamp-2 break-words whitespace-pre-wrap">{prompt.text}</p>
            <With prompt={prompt} />
          </div>
          {prompt.interrupt && <span className="py-0.5 text-meta text-waiting">is being sent</span>}
          {!fixed && <Places session={session} prompt={prompt} place={place} />}
          {!fixed && (
            <IconButton label="Edit this message" className="size-6" onClick={() => editing.begin(prompt)}>
              <Pencil />
            </IconButton>
          )}
          {!fixed && (
            <IconButton label="Take this message back" className="size-6" onClick={remove}>
              <X />
            </IconButton>
          )}
        </>
      ) : (
        <EditForm editing={editing} text={editing.edited.text} />
      )}
    </li>
  );
}

function EditForm({ editing, text }: { editing: PromptEditing; text: string }) {
  return (
    <form
      className="flex min-w-0 flex-1 items-end gap-1.5"
      onSubmit={(event) => {
        event.preventDefault();
        void editing.save();
      }}
    >
      <textarea
        autoFocus
        onFocus={caretToEnd}
        aria-label="The message"
        value={text}
        onChange={(event) => editing.write(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void editing.save();
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          editing.cancel();
        }}
        className="field max-h-32 [field-sizing:content]"
      />
      <Button size="small" tone="quiet" onClick={editing.cancel}>
        Cancel
      </Button>
      <Button size="small" tone="primary" type="submit">
        Save
      </Button>
    </form>
  );
}

/** What goes with a message beside its words. */
function With({ prompt: { model, agent, attachments } }: { prompt: PromptView }) {
  const parts = [...(model ? [model.model_id] : []), ...(agent ? [agent] : []), ...attachments.map(({ name }) => name)];
  if (parts.length === 0) return null;
  return <p className="truncate text-meta text-muted">with {parts.join(', ')}</p>;
}

/** At an end it keeps the focus, which a disabled button would lose. */
const placeButton = 'size-6 aria-disabled:opacity-50 aria-disabled:hover:bg-transparent';

/** Sends a message earlier or later than its neighbour. */
function Places({ session, prompt, place }: PlacedPrompt) {
  const actions = useBoardActions();
  if (session.prompts.length < 2) return null;
  const move = (to: number): void => {
    const words = { refusal: 'The message stays where it was', success: `The message is number ${to + 1} now` };
    void actions.perform(() => editPrompt(session, prompt.id, { position: to }), words);
  };
  const isFirst = place === 0 || session.prompts[place - 1]?.interrupt === true;
  const isLast = place === session.prompts.length - 1;
  return (
    <>
      <IconButton
        label="Send this earlier"
        className={placeButton}
        aria-disabled={isFirst}
        onClick={() => !isFirst && move(place - 1)}
      >
        <ArrowUp />
      </IconButton>
      <IconButton
        label="Send this later"
        className={placeButton}
        aria-disabled={isLast}
        onClick={() => !isLast && move(place + 1)}
      >
        <ArrowDown />
      </IconButton>
    </>
  );
}
