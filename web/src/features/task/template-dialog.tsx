'use client';

import { useState } from 'react';
import { Button } from '@/components/button.tsx';
import { Dialog } from '@/components/dialog.tsx';
import { FormField } from '@/components/form-field.tsx';
import { InlineError } from '@/components/notice.tsx';
import { saveTemplate } from '@/lib/api/task-requests.ts';
import type { ShownTask } from '@/lib/board/intents.ts';
import { useBoard } from '@/lib/live/live-context.tsx';
import { newId } from '@/lib/ui/new-id.ts';
import { notify } from '@/lib/ui/toasts.ts';
import { useSave } from './use-save.ts';

/** Keeps a task's text, urgency and labels as a beginning for new tasks. Templates of the same name replace each other. */
export function TemplateDialog({ task, onClose }: { task: ShownTask; onClose: () => void }) {
  const { data: board } = useBoard(task.project_id);
  const [name, setName] = useState(task.title);
  const { saving, problem, run } = useSave();
  const save = async (): Promise<void> => {
    const { title, description, priority, labels } = task;
    const template = { name: name.trim(), title, description, priority, labels };
    const id = board?.project.templates.find((other) => other.name === template.name)?.id ?? newId();
    if (!template.name || !(await run(() => saveTemplate(task.project_id, id, template)))) return;
    notify({ tone: 'info', title: `Saved the template “${name.trim()}”` });
    onClose();
  };
  return (
    <Dialog open onOpenChange={onClose} title="Save as a template" description="New tasks can begin with it.">
      <form
        className="space-y-3 p-5"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <FormField label="Name">
          {(field) => (
            <input
              {...field}
              autoFocus
              value={name}
              maxLength={100}
              onChange={(event) => setName(event.target.value)}
              className="field"
            />
          )}
        </FormField>
        {problem && <InlineError>{problem}</InlineError>}
        <div className="flex justify-end gap-2">
          <Button tone="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button tone="primary" type="submit" disabled={saving || !name.trim()}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
