'use client';

import { isActive, type SessionView } from '@podium/board';
import { GitFork, X } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { IconButton } from '@/components/icon-button.tsx';
import { InlineError } from '@/components/notice.tsx';
import { SuggestingTextarea } from '@/components/suggesting-textarea.tsx';
import { findFiles } from '@/lib/api/session-requests.ts';
import type { ShownTask } from '@/lib/board/intents.ts';
import type { SuggestionSource } from '@/lib/ui/suggestions.ts';
import { AttachedFiles } from './attached-files.tsx';
import { ComposerBar } from './composer-bar.tsx';
import { PromptStack } from './prompt-stack.tsx';
import { useCatalogue } from './use-catalogue.ts';
import { useComposer } from './use-composer.ts';

interface ComposerProps {
  task: ShownTask;
  latest: SessionView | null;
  podIsReady: boolean;
}

/** Where a person writes to the agent: next, now, or in a session that goes on where the last one ended. */
export function Composer({ task, latest, podIsReady }: ComposerProps) {
  const catalogue = useCatalogue(task.project_id, podIsReady);
  const composer = useComposer(task, latest, catalogue);
  const { draft, fork, active, change, send } = composer;
  const { commands } = catalogue;
  const sources = useMemo(() => sourcesOf(task.project_id, commands), [task.project_id, commands]);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // Whoever chose where to go on from says next what is to be done there.
    if (fork) form.current?.querySelector('textarea')?.focus();
  }, [fork]);
  return (
    <div data-lifts-toasts="" className="shrink-0 border-t border-line bg-surface px-3 pt-2 pb-2.5">
      {latest && <PromptStack session={latest} onTooLate={composer.takeOver} />}
      <form
        ref={form}
        aria-label="Write to the agent"
        onSubmit={(event) => {
          event.preventDefault();
          void send(false);
        }}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          void composer.addFiles([...event.dataTransfer.files]);
        }}
        onPaste={(event) => {
          if (event.clipboardData.files.length === 0) return;
          event.preventDefault();
          void composer.addFiles([...event.clipboardData.files]);
        }}
      >
        {fork && (
          <p className="mb-1.5 flex items-center gap-2 text-meta text-muted">
            <GitFork aria-hidden="true" className="size-3.5 shrink-0" />
            <span className="min-w-0 flex-1 truncate">
              Goes on in a copy, from “{fork.text.trim().split('\n', 1)[0]}”
            </span>
            <IconButton label="Don’t fork" className="size-6" onClick={() => composer.setFork(null)}>
              <X />
            </IconButton>
          </p>
        )}
        <SuggestingTextarea
          aria-label="Message to the agent"
          placeholder={placeholderOf(task, latest, active)}
          rows={1}
          value={draft.text}
          onText={(text) => change({ text })}
          sources={sources}
          onKey={(event) => {
            if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return;
            event.preventDefault();
            void send(event.shiftKey);
          }}
          className="max-h-[30vh]"
        />
        <AttachedFiles files={draft.files} uploading={composer.uploading} onRemove={composer.removeFile} />
        {composer.problem && <InlineError>{composer.problem}</InlineError>}
        <ComposerBar composer={composer} catalogue={catalogue} />
      </form>
    </div>
  );
}

function placeholderOf(task: ShownTask, latest: SessionView | null, active: boolean): string {
  if (active) return 'Tell the agent what to do next…';
  if (latest && !isActive(latest)) return 'Go on: tell the agent what to change…';
  return `Execute “${task.title}” with words of your own…`;
}

function sourcesOf(
  projectId: string,
  commands: readonly { name: string; description: string }[],
): readonly SuggestionSource[] {
  return [
    {
      sign: '@',
      find: async (typed) => {
        const { files } = await findFiles(projectId, typed);
        return files.map((file) => ({
          key: file,
          label: file.split('/').at(-1) ?? file,
          detail: file,
          text: `@${file}`,
        }));
      },
    },
    {
      sign: '/',
      onlyAtStart: true,
      find: (typed) =>
        commands
          .filter(({ name }) => name.toLowerCase().startsWith(typed.toLowerCase()))
          .map(({ name, description }) => ({ key: name, label: `/${name}`, detail: description, text: `/${name}` })),
    },
  ];
}
