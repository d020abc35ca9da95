'use client';

import type { ProjectSummaryView } from '@podium/board';
import type { FormEvent } from 'react';
import { Button } from '@/components/button.tsx';
import { FormField } from '@/components/form-field.tsx';
import { InlineError } from '@/components/notice.tsx';
import { editProject } from '@/lib/api/project-requests.ts';
import { useFollowed } from '@/lib/ui/use-followed.ts';
import { projectProblems } from '../project-rules.ts';
import { Section } from './section.tsx';
import { useProjectChange } from './use-project-change.ts';

/** What a project is called, and what it is for. */
export function GeneralSettings({ project }: { project: ProjectSummaryView }) {
  const { change, saving, problem, fields } = useProjectChange();
  const [name, setName] = useFollowed(project.name);
  const [description, setDescription] = useFollowed(project.description);
  const own = projectProblems({ name, description, source: 'empty' });
  const errors = { ...fields, ...own };
  const isChanged = name !== project.name || description !== project.description;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (Object.keys(own).length > 0) return;
    void change(`Changed “${name.trim()}”`, () => editProject(project.id, { name: name.trim(), description }));
  };
  return (
    <Section title="General" detail="Everybody sees these.">
      <form noValidate onSubmit={submit} className="space-y-4 p-4">
        <FormField label="Name" error={errors.name}>
          {(field) => (
            <input {...field} value={name} onChange={(event) => setName(event.target.value)} className="field" />
          )}
        </FormField>
        <FormField label="Description" optional error={errors.description}>
          {(field) => (
            <textarea
              {...field}
              rows={3}
              value={description}
              onChange={(event) => setDescription(event.target.value)}
              className="field resize-y"
            />
          )}
        </FormField>
        <footer className="flex items-center justify-end gap-3">
          {problem && <InlineError>{problem}</InlineError>}
          <Button type="submit" tone="primary" disabled={saving || !isChanged}>
            {saving ? 'Saving…' : 'Save'}
          </Button>
        </footer>
      </form>
    </Section>
  );
}
