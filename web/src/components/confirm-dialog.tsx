'use client';

import * as Alert from '@radix-ui/react-alert-dialog';
import { useReturnedFocus } from '@/lib/ui/opener.ts';
import { Button } from './button.tsx';

interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** What will be lost. */
  detail: string;
  /** The verb on the button. */
  action: string;
  onConfirm: () => void;
}

export function ConfirmDialog({ open, onOpenChange, title, detail, action, onConfirm }: ConfirmDialogProps) {
  useReturnedFocus(open);
  return (
    <Alert.Root open={open} onOpenChange={onOpenChange}>
      <Alert.Portal>
        <Alert.Overlay className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.45)]" />
        <Alert.Content className="fixed top-[24vh] left-1/2 z-50 w-[calc(100vw-24px)] max-w-md -translate-x-1/2 animate-enter rounded-dialog bg-raised p-5 shadow-dialog">
          <Alert.Title className="text-title font-semibold break-words">{title}</Alert.Title>
          <Alert.Description className="mt-1.5 text-muted">{detail}</Alert.Description>
          <div className="mt-5 flex justify-end gap-2">
            <Alert.Cancel asChild>
              <Button>Keep it</Button>
            </Alert.Cancel>
            <Alert.Action asChild>
              <Button tone="danger" onClick={onConfirm}>
                {action}
              </Button>
            </Alert.Action>
          </div>
        </Alert.Content>
      </Alert.Portal>
    </Alert.Root>
  );
}
