'use client';

import type { GateView, QuestionView } from '@podium/board';
import { useId, useState } from 'react';
import { Button } from '@/components/button.tsx';
import { InlineError } from '@/components/notice.tsx';
import type { GateAnswer } from '@/lib/api/types.ts';
import { cx } from '@/lib/ui/class-names.ts';
import { lengthProblem } from '@/lib/ui/length-problem.ts';
import { answersOf, emptyDraft, toggled, written, type Draft } from './answers.ts';

interface QuestionGateProps {
  gate: Extract<GateView, { kind: 'question' }>;
  busy: boolean;
  onAnswer: (answer: GateAnswer) => void;
}

/** The agent asks: options to choose, or own words. */
export function QuestionGate({ gate, busy, onAnswer }: QuestionGateProps) {
  const [drafts, setDrafts] = useState<readonly Draft[]>(() => gate.questions.map(() => emptyDraft));
  const answers = answersOf(gate.questions, drafts);
  return (
    <form
      aria-label="Questions"
      className="min-h-0 overflow-y-auto p-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (answers && drafts.every((draft) => answerProblem(draft) === null)) onAnswer({ answers });
      }}
    >
      {gate.questions.map((question, index) => (
        <QuestionField
          // Questions of a gate never change their order.
          key={index}
          question={question}
          draft={drafts[index] ?? emptyDraft}
          onDraft={(draft) => setDrafts((all) => all.with(index, draft))}
        />
      ))}
      <Button
        type="submit"
        tone="primary"
        disabled={busy || !answers || drafts.some((draft) => answerProblem(draft) !== null)}
        className="mt-3"
      >
        {busy ? 'Sending…' : 'Answer'}
      </Button>
    </form>
  );
}

function answerProblem({ own }: Draft): string | null {
  return lengthProblem('An answer', own, 10_000);
}

interface QuestionFieldProps {
  question: QuestionView;
  draft: Draft;
  onDraft: (draft: Draft) => void;
}

function QuestionField({ question, draft, onDraft }: QuestionFieldProps) {
  const id = useId();
  const tooLong = answerProblem(draft);
  return (
    <fieldset className="mt-3 first:mt-0">
      <legend className="flex items-baseline gap-1.5 font-semibold">
        <span aria-hidden="true" className="text-waiting">
          ❚❚
        </span>
        {question.text}
      </legend>
      <div className="mt-2 flex flex-col gap-1.5">
        {question.options.map(({ label, description }) => (
          <label
            key={label}
            className={cx(
              'flex cursor-pointer gap-2 rounded-card border px-2.5 py-1.5',
              draft.chosen.includes(label) ? 'border-accent bg-accent-soft' : 'border-line hover:bg-hover',
            )}
          >
            <input
              type={question.multiple ? 'checkbox' : 'radio'}
              name={id}
              checked={draft.chosen.includes(label)}
              onChange={() => onDraft(toggled(question, draft, label))}
              className="mt-0.5 accent-accent"
            />
            <span>
              {label}
              {description && <span className="block text-meta text-muted">{description}</span>}
            </span>
          </label>
        ))}
        {question.custom && (
          <input
            aria-label={question.options.length > 0 ? 'Another answer' : 'Answer'}
            placeholder={question.options.length > 0 ? 'Or in your own words' : 'Your answer'}
            value={draft.own}
            onChange={(event) => onDraft(written(question, draft, event.target.value))}
            className="field h-8"
          />
        )}
        {tooLong && <InlineError>{tooLong}</InlineError>}
      </div>
    </fieldset>
  );
}
