'use client';

import type { ProjectSummaryView } from '@podium/board';
import { useRef, useState, type FormEvent } from 'react';
import { BudgetNote } from '@/components/budget-note.tsx';
import { Button } from '@/components/button.tsx';
import { InlineError } from '@/components/notice.tsx';
import { messageOf } from '@/lib/api/problem.ts';
import { editProject } from '@/lib/api/project-requests.ts';
import { takeBack } from '@/lib/api/requests.ts';
import { budgetNotice } from '@/lib/board/queue-state.ts';
import { useLive } from '@/lib/live/live-context.tsx';
import { undoable } from '@/lib/ui/undo.ts';
import {
  projectEdit,
  projectFields,
  ruleProblem,
  rulesOf,
  shownRule,
  typedRules,
  type RuleName,
  type TypedRules,
} from './project-rules.ts';
import { RuleRow } from './rule-row.tsx';

/** The rules of one project; only what was changed is sent, and what others change meanwhile stays. */
export function ProjectForm({ project }: { project: ProjectSummaryView }) {
  const [typed, setTyped] = useState<TypedRules>({});
  /** Fields that were left once, and all once somebody wanted to save. */
  const [left, setLeft] = useState<ReadonlySet<RuleName>>(new Set());
  const { saving, problem, save } = useSaving(project, () => setTyped({}));
  const form = useRef<HTMLFormElement>(null);
  const rules = rulesOf(project);
  const edit = projectEdit(project, typedRules(rules, typed));
  const problems = projectFields.map((field) => {
    const text = typed[field.name];
    return text === undefined ? null : ruleProblem(field, text);
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const wrong = problems.findIndex((words) => words !== null);
    if (wrong === -1) return void (edit && save(edit));
    setLeft(new Set(projectFields.map(({ name }) => name)));
    form.current?.querySelectorAll('input').item(wrong).focus();
  };
  const notice = budgetNotice(project);
  return (
    <form ref={form} noValidate aria-label="Rules of the project" className="divide-y divide-line" onSubmit={submit}>
      {notice && (
        <div className="px-4 py-2.5">
          <BudgetNote notice={notice} />
        </div>
      )}
      {projectFields.map((field, at) => (
        <RuleRow
          key={field.name}
          field={field}
          value={typed[field.name] ?? shownRule(field, rules[field.name])}
          error={left.has(field.name) ? (problems[at] ?? null) : null}
          onChange={(text) => setTyped({ ...typed, [field.name]: text })}
          onLeave={() => setLeft(new Set([...left, field.name]))}
        />
      ))}
      <div className="flex items-center justify-end gap-3 px-4 py-3">
        {problem && <InlineError>{problem}</InlineError>}
        <Button type="submit" tone="primary" disabled={saving || (!edit && problems.every((words) => words === null))}>
          {saving ? 'Saving…' : 'Save'}
        </Button>
      </div>
    </form>
  );
}

function useSaving(project: ProjectSummaryView, onSaved: () => void) {
  const { live } = useLive();
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (edit: Parameters<typeof editProject>[1]): Promise<void> => {
    setSaving(true);
    setProblem(null);
    try {
      const { value, position } = await editProject(project.id, edit);
      live.raiseFloor(position);
      onSaved();
      const step = value?.undo;
      const undo = async (): Promise<void> => {
        if (step) live.raiseFloor((await takeBack(step)).position);
      };
      undoable({ title: `Saved the rules of “${project.name}”`, undo });
    } catch (error) {
      setProblem(messageOf(error));
    } finally {
      setSaving(false);
    }
  };
  return { saving, problem, save };
}
