'use client';

import type { ProjectView, TaskPriorityName, TaskStatusName, TaskTemplateView } from '@podium/board';
import { useState, type SyntheticEvent } from 'react';
import { Button } from '@/components/button.tsx';
import { Dialog } from '@/components/dialog.tsx';
import { FormField } from '@/components/form-field.tsx';
import { Kbd } from '@/components/kbd.tsx';
import { InlineError } from '@/components/notice.tsx';
import { messageOf, ProblemError } from '@/lib/api/problem.ts';
import { useBoardActions } from '@/lib/board/board-context.tsx';
import { statusLabels } from '@/lib/board/statuses.ts';
import { drafts } from '@/lib/ui/drafts.ts';
import { notify } from '@/lib/ui/toasts.ts';
import { PriorityChoice } from './priority-choice.tsx';
import { TemplateChoice } from './template-choice.tsx';

interface CreateTaskProps {
  project: Pick<ProjectView, 'id' | 'templates'>;
  /** Where the card is put. */
  status: TaskStatusName;
  onClose: () => void;
}

export function CreateTaskDialog({ project, status, onClose }: CreateTaskProps) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={status === 'TODO' ? 'New task' : `New task in ${statusLabels[status]}`}
      description="What should the agent do? Title and description are its prompt."
    >
      <CreateTaskForm project={project} status={status} onClose={onClose} />
    </Dialog>
  );
}

function CreateTaskForm({ project, status, onClose }: CreateTaskProps) {
  const actions = useBoardActions();
  const [title, setTitle] = useDraft(`${project.id}.title`);
  const [description, setDescription] = useDraft(`${project.id}.description`);
  const [priority, setPriority] = useState<TaskPriorityName>('MEDIUM');
  const [labels, setLabels] = useState<string[]>([]);
  const [tried, setTried] = useState(false);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const fields = problem instanceof ProblemError ? problem.problem.fields : {};
  const titleError = tried ? titleProblem(title) : undefined;

  // In the columns before work nothing is executed.
  const canExecute = status === 'TODO';

  const submit = async (event: SyntheticEvent, thenExecute = false): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (sending || titleProblem(title) || description.length > 10_000) return;
    setSending(true);
    setProblem(null);
    try {
      const card = await actions.create({ title: title.trim(), description, priority, labels }, status);
      setTitle('');
      setDescription('');
      onClose();
      if (!thenExecute) return;
      if (card) await actions.execute(card);
      else notify({ tone: 'info', title: `“${title.trim()}” was not started`, detail: 'Execute it when it is there.' });
    } catch (error) {
      setProblem(error);
      setSending(false);
    }
  };

  const begin = (template: TaskTemplateView): void => {
    setTitle(template.title);
    setDescription(template.description);
    setPriority(template.priority);
    setLabels(template.labels);
  };
  return (
    <form
      noValidate
      onSubmit={(event) => void submit(event)}
      onKeyDown={(event) => {
        const isHeld = event.metaKey || event.ctrlKey;
        if (event.key === 'Enter' && isHeld) void submit(event, event.shiftKey && canExecute);
      }}
      className="space-y-4 p-5"
    >
      <TemplateChoice templates={project.templates} onChoose={begin} />
      <FormField label="Title" error={titleError ?? fields.title}>
        {(field) => (
          <input
            {...field}
            autoFocus
            onFocus={({ target }) => target.setSelectionRange(target.value.length, target.value.length)}
            value={title}
            onChange={(event) => setTitle(event.target.value)}
            placeholder="Add a README file"
            className="field"
          />
        )}
      </FormField>
      <FormField
        label="Description"
        optional
        error={description.length > 10_000 ? 'At most 10,000 characters.' : fields.description}
      >
        {(field) => (
          <textarea
            {...field}
            value={description}
            onChange={(event) => setDescription(event.target.value)}
            rows={5}
            placeholder="What to change, where, and how to tell that it works. Markdown is fine."
            className="field resize-y"
          />
        )}
      </FormField>
      <PriorityChoice value={priority} onChange={setPriority} />
      {problem !== null && Object.keys(fields).length === 0 && <InlineError>{messageOf(problem)}</InlineError>}
      <p className="hidden items-center gap-1 text-meta text-faint pointer-fine:flex">
        <Kbd keys="Mod+Enter" /> creates
        {canExecute && (
          <>
            <span aria-hidden="true">·</span> <Kbd keys="Mod+Shift+Enter" /> creates and executes
          </>
        )}
      </p>
      <div className="flex flex-wrap items-center justify-end gap-2">
        <Button tone="quiet" onClick={onClose}>
          Cancel
        </Button>
        {canExecute && (
          <Button disabled={sending} onClick={(event) => void submit(event, true)}>
            Create and execute
          </Button>
        )}
        <Button tone="primary" type="submit" disabled={sending}>
          {sending ? 'Creating…' : 'Create task'}
        </Button>
      </div>
    </form>
  );
}

function titleProblem(title: string): string | undefined {
  if (!title.trim()) return 'Give the task a title.';
  return title.trim().length > 200 ? `At most 200 characters; these are ${title.trim().length}.` : undefined;
}

function useDraft(key: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => drafts.read(key));
  const change = (next: string): void => {
    drafts.write(key, next);
    setText(next);
  };
  return [text, change];
}
