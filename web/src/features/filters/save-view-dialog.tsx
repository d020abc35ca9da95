'use client';

import { useState, type FormEvent } from 'react';
import { Button } from '@/components/button.tsx';
import { Dialog } from '@/components/dialog.tsx';
import { FormField } from '@/components/form-field.tsx';

interface SaveViewDialogProps {
  /** Of the views that there are. */
  names: readonly string[];
  onSave: (name: string) => void;
  onClose: () => void;
}

/** Gives the present look at the board a name. */
export function SaveViewDialog({ names, onSave, onClose }: SaveViewDialogProps) {
  const [name, setName] = useState('');
  const isTaken = names.includes(name.trim());
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!name.trim()) return;
    onSave(name.trim());
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Save this view"
      description="Filters, grouping and order, for everybody on this project."
    >
      <form onSubmit={submit} className="space-y-4 p-5">
        <FormField label="Name">
          {(field) => (
            <input
              {...field}
              autoFocus
              required
              maxLength={60}
              value={name}
              onChange={(event) => setName(event.target.value)}
              placeholder="Urgent and waiting"
              className="field"
            />
          )}
        </FormField>
        {isTaken && (
          <p role="status" className="text-muted">
            There is a view of this name: it will show what you see now.
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button tone="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button tone="primary" type="submit" disabled={!name.trim()}>
            {isTaken ? 'Replace view' : 'Save view'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
