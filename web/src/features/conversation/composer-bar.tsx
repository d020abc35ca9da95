'use client';

import { Paperclip, SendHorizontal } from 'lucide-react';
import { useRef } from 'react';
import { Button } from '@/components/button.tsx';
import { IconButton } from '@/components/icon-button.tsx';
import { Kbd } from '@/components/kbd.tsx';
import { preferredAmong } from '@/lib/sessions/preferred-model.ts';
import { useStore } from '@/lib/store.ts';
import { preferences } from '@/lib/ui/preferences.ts';
import type { Offered } from './use-catalogue.ts';
import type { ComposerState } from './use-composer.ts';

/** Below the message: files, who answers, and sending. */
export function ComposerBar({ composer, catalogue }: { composer: ComposerState; catalogue: Offered }) {
  const { draft, active, sending, send, addFiles } = composer;
  const picker = useRef<HTMLInputElement>(null);
  const empty = !draft.text.trim();
  return (
    <div className="@container mt-1.5 flex items-center gap-1">
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label="Files for this message"
        onChange={(event) => {
          void addFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      <IconButton label="Add files" onClick={() => picker.current?.click()}>
        <Paperclip />
      </IconButton>
      <Choices composer={composer} catalogue={catalogue} />
      <span className="flex-1" />
      {active && (
        <Button
          size="small"
          className="h-7"
          aria-label="Interrupt and send"
          title="Breaks off what the agent does now, and sends this"
          disabled={empty || sending}
          onClick={() => void send(true)}
        >
          Interrupt
        </Button>
      )}
      <Button type="submit" tone="primary" size="small" className="h-7" disabled={empty || sending}>
        <SendHorizontal aria-hidden="true" className="size-3.5" />
        {sending ? 'Sending…' : active ? 'Send next' : 'Send'}
        <span aria-hidden="true" className="hidden @lg:inline-flex">
          <Kbd keys="Mod+Enter" />
        </span>
      </Button>
    </div>
  );
}

const select =
  'h-7 max-w-40 min-w-0 shrink rounded-card border border-transparent bg-surface px-1 text-meta text-muted hover:border-line-strong focus-visible:border-line-strong';

/** Which model and which agent answer. Shown once the runtime has said what there is. */
function Choices({
  composer: { draft, change },
  catalogue: { models, agents },
}: {
  composer: ComposerState;
  catalogue: Offered;
}) {
  const { model: preferred } = useStore(preferences);
  return (
    <>
      {models.length > 0 && (
        <select
          aria-label="Model"
          className={select}
          value={draft.model ? `${draft.model.provider_id}/${draft.model.model_id}` : ''}
          onChange={(event) => {
            const chosen = models.find(
              ({ provider_id, model_id }) => `${provider_id}/${model_id}` === event.target.value,
            );
            change({ model: chosen ? { provider_id: chosen.provider_id, model_id: chosen.model_id } : null });
          }}
        >
          <option value="">
            {preferred && preferredAmong(models, preferred) ? `Yours: ${preferred.label}` : 'Default model'}
          </option>
          {models.map((model) => (
            <option key={`${model.provider_id}/${model.model_id}`} value={`${model.provider_id}/${model.model_id}`}>
              {model.label}
            </option>
          ))}
        </select>
      )}
      {agents.length > 1 && (
        <select
          aria-label="Agent"
          className={select}
          value={draft.agent ?? ''}
          onChange={(event) => change({ agent: event.target.value || null })}
        >
          <option value="">Default agent</option>
          {agents.map(({ name, description }) => (
            <option key={name} value={name} title={description}>
              {name}
            </option>
          ))}
        </select>
      )}
    </>
  );
}
