'use client';

import type { WorkspaceSourceName } from '@podium/board';
import { useRouter } from 'next/navigation';
import { useState, type FormEvent } from 'react';
import { Button } from '@/components/button.tsx';
import { Dialog } from '@/components/dialog.tsx';
import { FormField } from '@/components/form-field.tsx';
import { InlineError } from '@/components/notice.tsx';
import { messageOf, ProblemError } from '@/lib/api/problem.ts';
import { createProject } from '@/lib/api/requests.ts';
import { useLive, useProjects } from '@/lib/live/live-context.tsx';
import { useStore } from '@/lib/store.ts';
import { isOnKeyboard } from '@/lib/ui/opener.ts';
import { newProjectSource } from './create-project.ts';
import { freeName, nameFromRepository, projectProblems } from './project-rules.ts';
import { SourceChoice } from './source-choice.tsx';

export function CreateProjectDialog() {
  const source = useStore(newProjectSource);
  return (
    <Dialog
      open={source !== null}
      onOpenChange={(open) => !open && newProjectSource.set(null)}
      title="New project"
      description="A workspace with an agent runtime of its own."
      wide
    >
      {source && <CreateProjectForm initialSource={source} />}
    </Dialog>
  );
}

const sampleName = 'Sample project';

function CreateProjectForm({ initialSource }: { initialSource: WorkspaceSourceName }) {
  const router = useRouter();
  const { live } = useLive();
  const taken = useProjects().data?.projects.map(({ name }) => name) ?? [];
  const [source, setSource] = useState(initialSource);
  const [typedName, setName] = useState<string | null>(null);
  const [description, setDescription] = useState('');
  const [url, setUrl] = useState('');
  const [tried, setTried] = useState(false);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);

  const suggested =
    source === 'sample' ? freeName(sampleName, taken) : source === 'clone' ? nameFromRepository(url) : '';
  const name = typedName ?? suggested;
  const project = {
    name: name.trim(),
    source,
    ...(description ? { description } : {}),
    ...(source === 'clone' ? { repository_url: url.trim() } : {}),
  };
  const own = projectProblems(project);
  const refused = problem instanceof ProblemError ? problem.problem.fields : {};
  const errors = { ...refused, ...(tried ? own : {}) };

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    setProblem(null);
    if (sending || Object.keys(own).length > 0) return;
    setSending(true);
    try {
      const { value, position } = await createProject(project);
      live.raiseFloor(position || (value?.position ?? 0));
      newProjectSource.set(null);
      router.push(value ? `/projects/${value.id}` : '/');
    } catch (error) {
      setProblem(error);
      setSending(false);
    }
  };

  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="space-y-4 p-5">
      <SourceChoice value={source} onChange={setSource} />
      {source === 'clone' && (
        <FormField label="Repository" error={errors.repository_url} hint="https://, ssh:// or git@">
          {(field) => (
            <input
              {...field}
              // Arrow keys go over the choices above without leaving them.
              autoFocus={initialSource === 'clone' || !isOnKeyboard()}
              value={url}
              onChange={(event) => setUrl(event.target.value)}
              placeholder="https://github.com/owner/name"
              className="field"
              inputMode="url"
              spellCheck={false}
            />
          )}
        </FormField>
      )}
      <FormField label="Name" error={errors.name}>
        {(field) => (
          <input
            {...field}
            autoFocus={source !== 'clone'}
            value={name}
            onChange={(event) => setName(event.target.value)}
            placeholder="My project"
            className="field"
          />
        )}
      </FormField>
      <FormField label="Description" optional error={errors.description}>
        {(field) => (
          <textarea
            {...field}
            rows={2}
            value={description}
            onChange={(event) => setDescription(event.target.value)}
            className="field resize-y"
          />
        )}
      </FormField>
      {problem !== null && Object.keys(refused).length === 0 && <InlineError>{messageOf(problem)}</InlineError>}
      <div className="flex justify-end gap-2">
        <Button tone="quiet" onClick={() => newProjectSource.set(null)}>
          Cancel
        </Button>
        <Button tone="primary" type="submit" disabled={sending}>
          {sending ? 'Creating…' : 'Create project'}
        </Button>
      </div>
    </form>
  );
}
