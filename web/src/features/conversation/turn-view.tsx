'use client';

import type { ActivityItem, SessionView } from '@podium/board';
import { isActive } from '@podium/board';
import { GitFork, Paperclip, Undo2 } from 'lucide-react';
import { memo } from 'react';
import { IconButton } from '@/components/icon-button.tsx';
import { Markdown } from '@/components/markdown.tsx';
import { Ago } from '@/components/times.tsx';
import type { ShownTask } from '@/lib/board/intents.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { useNameOf } from '@/lib/people.ts';
import { useForkPoint } from './fork.ts';
import { PutBackWarning, usePutBack } from './put-back.tsx';
import { StepGroup } from './step-group.tsx';
import type { Turn } from './turns.ts';

interface TurnViewProps {
  task: ShownTask;
  session: SessionView;
  turn: Turn;
}

/** What a person said, and what the agent did and answered. */
export function TurnView({ task, session, turn }: TurnViewProps) {
  return (
    <article aria-label="Turn" className="space-y-3 [contain-intrinsic-size:auto_160px] [content-visibility:auto]">
      <Said task={task} session={session} prompt={turn.prompt} />
      {turn.parts.map((part) =>
        part.kind === 'steps' ? (
          <StepGroup key={part.key} items={part.items} />
        ) : (
          <AgentMessage key={part.item.id} item={part.item} />
        ),
      )}
    </article>
  );
}

/** In UTF-16 units. More than that is no reading, and as Markdown it would hold up the page. */
const longestAnswer = 50_000;

const AgentMessage = memo(function AgentMessage({ item }: { item: ActivityItem }) {
  if (item.kind === 'status') return <p className="text-meta break-words text-faint">{item.text}</p>;
  if (item.kind === 'error') return <p className="break-words text-failed">{item.text}</p>;
  if (item.text.length <= longestAnswer) return <Markdown text={item.text} />;
  const shown = item.text.slice(0, item.text.lastIndexOf('\n', longestAnswer) + 1 || longestAnswer);
  const left = item.text.slice(shown.length).split('\n').length;
  return (
    <>
      <Markdown text={shown} />
      <p className="mt-2 text-meta text-muted">
        {left === 1 ? 'One more line is' : `${left.toLocaleString()} more lines are`} in the output.
      </p>
    </>
  );
});

function Said({ task, session, prompt }: { task: ShownTask; session: SessionView; prompt: Turn['prompt'] }) {
  const isPast = useMoment() !== null;
  const putBack = usePutBack(session);
  const [, fork] = useForkPoint(task.id);
  const nameOf = useNameOf();
  const { messageId } = prompt;
  const chosen = [prompt.model, prompt.agent].filter((name) => name !== null);
  return (
    <div className="group flex flex-col items-end gap-1">
      <div className="max-w-[85%] rounded-dialog bg-accent-soft px-3 py-2 break-words whitespace-pre-wrap">
        {prompt.text.trim()}
        {prompt.attachments.map((file) => (
          <span key={file.id} className="mt-1 flex items-center gap-1 text-meta text-muted">
            <Paperclip aria-hidden="true" className="size-3" /> {file.name}
          </span>
        ))}
      </div>
      <div className="flex h-6 items-center gap-1 text-meta text-faint">
        {messageId && !isPast && !isActive(session) && (
          <span className="flex opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100">
            <IconButton
              label="Go on from here in a copy (fork)"
              className="size-6"
              onClick={() => fork({ taskId: task.id, sessionId: session.id, messageId, text: prompt.text })}
            >
              <GitFork />
            </IconButton>
            <IconButton
              label="Put the workspace back to before this"
              className="size-6"
              onClick={() => putBack.start(messageId)}
            >
              <Undo2 />
            </IconButton>
          </span>
        )}
        {chosen.length > 0 && <span className="min-w-0 truncate">to {chosen.join(', ')} ·</span>}
        {nameOf(prompt.by)} · <Ago time={prompt.time} />
      </div>
      <PutBackWarning {...putBack} />
    </div>
  );
}
