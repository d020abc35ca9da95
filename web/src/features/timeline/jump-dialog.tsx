'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { Button } from '@/components/button.tsx';
import { Dialog } from '@/components/dialog.tsx';
import { FormField } from '@/components/form-field.tsx';
import { messageOf } from '@/lib/api/problem.ts';
import { getBoardAt } from '@/lib/api/requests.ts';
import { pastBoardQuery } from '@/lib/live/queries.ts';

interface JumpDialogProps {
  projectId: string;
  /** When the project began. */
  firstTime: string | undefined;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onJump: (position: number) => void;
}

/** Asks for a time and goes to the board of then. */
export function JumpDialog({ open, onOpenChange, ...props }: JumpDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Jump to a time" description="The board as it was then.">
      <JumpForm {...props} onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

type JumpFormProps = Omit<JumpDialogProps, 'open' | 'onOpenChange'> & { onDone: () => void };

function JumpForm({ projectId, firstTime, onJump, onDone }: JumpFormProps) {
  const client = useQueryClient();
  const [earliest] = useState(() => fieldText(new Date(firstTime ?? Date.now())));
  const [latest] = useState(() => fieldText(new Date()));
  const [typed, setTyped] = useState(latest);
  const [asking, setAsking] = useState(false);
  const [refusal, setRefusal] = useState<string | undefined>();

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const problem = problemOf(typed, earliest, latest);
    setRefusal(problem);
    if (problem || asking) return;
    setAsking(true);
    try {
      const board = await getBoardAt(projectId, instantOf(typed));
      client.setQueryData(pastBoardQuery(projectId, board.at.position).queryKey, board);
      onJump(board.at.position);
      onDone();
    } catch (error) {
      setRefusal(messageOf(error));
      setAsking(false);
    }
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="space-y-4 p-5">
      <FormField label="Date and time" error={refusal} hint="Where you are.">
        {(field) => (
          <input
            {...field}
            type="datetime-local"
            step={1}
            autoFocus
            min={earliest}
            max={latest}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            className="field tabular-nums"
          />
        )}
      </FormField>
      <div className="flex justify-end gap-2">
        <Button tone="quiet" onClick={onDone}>
          Cancel
        </Button>
        <Button tone="primary" type="submit" disabled={asking}>
          Go there
        </Button>
      </div>
    </form>
  );
}

function problemOf(typed: string, earliest: string, latest: string): string | undefined {
  if (!typed || Number.isNaN(Date.parse(typed))) return 'Give a date and a time.';
  if (Date.parse(typed) < Date.parse(earliest)) return 'The project did not exist yet then.';
  return Date.parse(typed) > Date.parse(latest) ? 'That has not happened yet.' : undefined;
}

/** The field counts in seconds; what happened within the second has happened, but nothing that is yet to come. */
function instantOf(typed: string): string {
  return new Date(Math.min(Date.parse(typed) + 999, Date.now())).toISOString();
}

/** As the field wants it: local, without a zone. */
function fieldText(date: Date): string {
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}
