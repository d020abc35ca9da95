'use client';

import { useState } from 'react';
import { Button } from '@/components/button.tsx';
import { Dialog } from '@/components/dialog.tsx';
import { FormField } from '@/components/form-field.tsx';
import { InlineError } from '@/components/notice.tsx';
import { takeBack } from '@/lib/api/requests.ts';
import { saveTemplate } from '@/lib/api/task-requests.ts';
import type { ShownTask } from '@/lib/board/intents.ts';
import { useBoard, useLive } from '@/lib/live/live-context.tsx';
import { lengthProblem } from '@/lib/ui/length-problem.ts';
import { newId } from '@/lib/ui/new-id.ts';
import { notify } from '@/lib/ui/toasts.ts';
import { undoable } from '@/lib/ui/undo.ts';
import { useSave } from './use-save.ts';

const mostCharacters = 100;

/** Keeps a task's text, urgency and labels as a beginning for new tasks. Templates of the same name replace each other. */
export function TemplateDialog({ task, onClose }: { task: ShownTask; onClose: () => void }) {
  const { data: board } = useBoard(task.project_id);
  const { live } = useLive();
  const [name, setName] = useState(() => task.title.slice(0, mostCharacters).trim());
  const same = board?.project.templates.find((other) => other.name === name.trim());
  const tooLong = lengthProblem('A name', name.trim(), mostCharacters);
  const { saving, problem, run } = useSave();
  const save = async (): Promise<void> => {
    const { title, description, priority, labels } = task;
    const template = { name: name.trim(), title, description, priority, labels };
    if (!template.name || tooLong) return;
    const send = async (): Promise<void> => {
      const { value, position } = await saveTemplate(task.project_id, same?.id ?? newId(), template);
      live.raiseFloor(position);
      const step = value?.undo;
      if (!step) return notify({ tone: 'info', title: `The template “${template.name}” is just like that already` });
      const undo = async (): Promise<void> => live.raiseFloor((await takeBack(step)).position);
      undoable({ title: `Saved the template “${template.name}”`, undo });
    };
    if (await run(send)) onClose();
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
        <FormField
          label="Name"
          error={tooLong ?? undefined}
          {...(same ? { hint: 'It takes the place of the template of this name.' } : {})}
        >
          {(field) => (
            <input
              {...field}
              autoFocus
              value={name}
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
          <Button tone="primary" type="submit" disabled={saving || !name.trim() || tooLong !== null}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
