'use client';

import * as Toast from '@radix-ui/react-toast';
import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { useStore } from '@/lib/store.ts';
import { dismiss, toasts } from '@/lib/ui/toasts.ts';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';

export function Toaster() {
  const shown = useStore(toasts);
  return (
    <Toast.Provider swipeDirection="right">
      {shown.map((message) => (
        <Toast.Root
          key={message.id}
          type={message.tone === 'error' ? 'foreground' : 'background'}
          duration={message.tone === 'error' || message.action ? 9_000 : 4_000}
          onOpenChange={(open) => !open && dismiss(message.id)}
          className="flex animate-enter items-start gap-2.5 rounded-dialog bg-raised p-3 shadow-dialog"
        >
          {message.tone === 'error' ? (
            <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-failed" />
          ) : (
            <CircleCheck aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-done" />
          )}
          <div className="min-w-0 flex-1">
            <Toast.Title className="font-medium break-words">
              {message.title}
              <Pause after={message.title} />
            </Toast.Title>
            {message.detail && (
              <Toast.Description className="text-muted">
                {message.detail}
                <Pause after={message.detail} />
              </Toast.Description>
            )}
          </div>
          {message.action && (
            <Toast.Action asChild altText={message.action.label}>
              <Button size="small" onClick={message.action.run}>
                {message.action.label}
              </Button>
            </Toast.Action>
          )}
          <Toast.Close asChild>
            <IconButton label="Dismiss" className="-mt-1 -mr-1">
              <X />
            </IconButton>
          </Toast.Close>
        </Toast.Root>
      ))}
      <Toast.Viewport className="fixed right-4 bottom-4 z-60 [body:has([data-lifts-toasts])_&]:bottom-28 flex w-[calc(100vw-32px)] max-w-sm flex-col gap-2" />
    </Toast.Provider>
  );
}

/** What is read aloud is put together from the parts without anything between them. */
function Pause({ after }: { after: string }) {
  return <span className="sr-only">{/[.!?…]$/.test(after) ? ' ' : '. '}</span>;
}
