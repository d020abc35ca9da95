'use client';

import type { ProjectView, TaskStatusName } from '@podium/board';
import { useState, type FormEvent } from 'react';
import { Button } from '@/components/button.tsx';
import { Dialog } from '@/components/dialog.tsx';
import { FormField } from '@/components/form-field.tsx';
import { editProject } from '@/lib/api/project-requests.ts';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import { statusLabels } from '@/lib/board/statuses.ts';

interface LimitDialogProps {
  project: ProjectView;
  status: TaskStatusName;
  onClose: () => void;
}

/** How many cards a column should have at most. It is shown, nobody is kept from going over it. */
export function LimitDialog({ project, status, onClose }: LimitDialogProps) {
  const actions = useBoardActions();
  const [limit, setLimit] = useState(String(project.wip_limits[status] ?? ''));
  const count = Number(limit);
  const isValid = limit === '' || (Number.isInteger(count) && count >= 1 && count <= 999);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isValid) return;
    const { [status]: _, ...others } = project.wip_limits;
    const wip_limits = limit === '' ? others : { ...others, [status]: count };
    void actions.perform(() => editProject(project.id, { wip_limits }), {
      refusal: 'The limit was not changed',
      success: `Changed the limit of ${statusLabels[status]}`,
    });
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Limit of ${statusLabels[status]}`}
      description="The column’s count turns amber when it has more cards than this."
    >
      <form noValidate onSubmit={submit} className="space-y-4 p-5">
        <FormField
          label="Cards at most"
          hint="Empty for no limit"
          error={isValid ? undefined : 'A whole number from 1 to 999.'}
        >
          {(field) => (
            <input
              {...field}
              autoFocus
              inputMode="numeric"
              value={limit}
              onChange={(event) => setLimit(event.target.value.trim())}
              className="field"
            />
          )}
        </FormField>
        <div className="flex justify-end gap-2">
          <Button tone="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button tone="primary" type="submit">
            Set limit
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
