'use client';

import type { ProjectSummaryView } from '@podium/board';
import { useState } from 'react';
import { Button } from '@/components/button.tsx';
import { InlineError } from '@/components/notice.tsx';
import { apiPath, callApi } from '@/lib/api/client.ts';
import { messageOf } from '@/lib/api/problem.ts';
import { useLive } from '@/lib/live/live-context.tsx';
import { notify } from '@/lib/ui/toasts.ts';
import { projectEdit, projectFields, rulesOf, type ProjectRules } from './project-rules.ts';
import { SettingRow } from './settings-section.tsx';

/** The rules of one project; only what was changed is sent. */
export function ProjectForm({ project }: { project: ProjectSummaryView }) {
  const { live } = useLive();
  const [rules, setRules] = useState<ProjectRules>(() => rulesOf(project));
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const edit = projectEdit(rulesOf(project), rules);
  const save = async (): Promise<void> => {
    if (!edit) return;
    setSaving(true);
    setProblem(null);
    try {
      const { position } = await callApi(apiPath('projects', project.id), { method: 'PATCH', body: edit });
      live.raiseFloor(position);
      notify({ tone: 'info', title: `Saved the rules of “${project.name}”` });
    } catch (error) {
      setProblem(messageOf(error));
    } finally {
      setSaving(false);
    }
  };
  return (
    <form
      aria-label="Rules of the project"
      className="divide-y divide-line"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {projectFields.map(({ name, label, detail, unit, step, least, most }) => (
        <SettingRow key={name} name={label} detail={detail}>
          <label className="flex items-center gap-2">
            <input
              type="number"
              aria-label={label}
              min={least}
              max={most}
              step={step}
              required
              value={Number.isNaN(rules[name]) ? '' : rules[name]}
              onChange={(event) => setRules({ ...rules, [name]: event.target.valueAsNumber })}
              className="field w-28 tabular-nums"
            />
            <span className="w-16 text-muted">{unit}</span>
          </label>
        </SettingRow>
      ))}
      <div className="flex items-center justify-end gap-3 px-4 py-3">
        {problem && <InlineError>{problem}</InlineError>}
        <Button type="submit" tone="primary" disabled={saving || !edit}>
          {saving ? 'Saving…' : 'Save'}
        </Button>
      </div>
    </form>
  );
}
