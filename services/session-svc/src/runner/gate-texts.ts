import type { Question } from '@podium/proto';
import type { AskPerson } from '../domain/commands.ts';
import type { Gate } from '../opencode/gates.ts';
import type { Question as RuntimeQuestion } from '../opencode/open-code-types.ts';

/** A fact must fit into one message of the log. */
const longestDiff = 100_000;

/** What the agent asks, as the fact says it. */
export function askOf(gate: Gate): AskPerson['gate'] {
  if (gate.kind === 'question') return { kind: 'question', questions: gate.request.questions.map(questionOf) };
  const { permission, patterns, always, metadata } = gate.request;
  const diff = metadata['diff'];
  return {
    kind: 'permission',
    action: permission,
    patterns: [...patterns],
    always: [...always],
    ...(typeof diff === 'string' && diff ? { diff: diff.slice(0, longestDiff) } : {}),
  };
}

/** One sentence for the output. */
export function sentenceOf(gate: Gate): string {
  if (gate.kind === 'question') {
    return `Waits for an answer: ${gate.request.questions.map(({ question }) => question).join(' ')}`;
  }
  return `Waits for a permission: ${gate.request.permission} ${gate.request.patterns.join(' ')}`;
}

function questionOf(question: RuntimeQuestion): Question {
  return {
    header: question.header,
    text: question.question,
    options: question.options.map(({ label, description }) => ({ label, description })),
    multiple: question.multiple ?? false,
    custom: question.custom ?? true,
  };
}
