import type { QuestionView } from '@podium/board';

/** What was chosen and written for one question. */
export interface Draft {
  readonly chosen: readonly string[];
  readonly own: string;
}

export const emptyDraft: Draft = { chosen: [], own: '' };

/** Chooses an option, or takes it back; only one at a time where the question wants one. */
export function toggled(question: QuestionView, draft: Draft, label: string): Draft {
  if (draft.chosen.includes(label)) return { ...draft, chosen: draft.chosen.filter((other) => other !== label) };
  return question.multiple ? { ...draft, chosen: [...draft.chosen, label] } : { chosen: [label], own: '' };
}

/** Own words replace the choice where the question wants one answer. */
export function written(question: QuestionView, draft: Draft, own: string): Draft {
  return question.multiple || own === '' ? { ...draft, own } : { chosen: [], own };
}

/** The answers in the order of the questions; null while one is missing. */
export function answersOf(questions: readonly QuestionView[], drafts: readonly Draft[]): string[][] | null {
  const answers = questions.map((_, index) => {
    const { chosen, own } = drafts[index] ?? emptyDraft;
    return own.trim() ? [...chosen, own.trim()] : [...chosen];
  });
  return answers.every((answer) => answer.length > 0) ? answers : null;
}
