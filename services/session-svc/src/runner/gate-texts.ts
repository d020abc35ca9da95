import { permissionWords } from '@podium/board';
import type { Question } from '@podium/proto';
import type { AskPerson } from '../domain/commands.ts';
import { toolArguments } from '../opencode/activity-of-parts.ts';
import type { Gate } from '../opencode/gates.ts';
import type { PermissionRequest, Question as RuntimeQuestion, ToolPart } from '../opencode/open-code-types.ts';
import { toolLine } from '../opencode/tool-line.ts';
import { diffOf } from './gate-diff.ts';

/** A fact must fit into one message of the log; in UTF-16 units. */
const longestDiff = 100_000;
const longestCommand = 50_000;

/**
 * What the agent asks, as the fact says it.
 * @param call the call of a tool that needs it, where there is one
 * @param directory the workspace: paths inside of it are told without it
 */
export function askOf(gate: Gate, call: ToolPart | undefined, directory: string): AskPerson['gate'] {
  if (gate.kind === 'question') return { kind: 'question', questions: gate.request.questions.map(questionOf) };
  const { permission, patterns, always } = gate.request;
  const diff = cut(diffOf(gate.request, call, directory), longestDiff);
  const command = cut(commandOf(gate.request, call), longestCommand);
  const tool = call && askedTool(call, directory);
  return {
    kind: 'permission',
    action: permission,
    patterns: [...patterns],
    always: [...always],
    ...(tool ? { tool: tool.asked } : {}),
    ...(diff.text ? { diff: diff.text } : {}),
    ...(command.text ? { command: command.text } : {}),
    ...(diff.isCut || command.isCut || tool?.isCut ? { truncated: true } : {}),
  };
}

/** One sentence for the output. */
export function sentenceOf(gate: AskPerson['gate']): string {
  if (gate.kind === 'question') return `Waits for an answer: ${gate.questions.map(({ text }) => text).join(' ')}`;
  return `Waits for a permission to ${permissionWords(gate)}`;
}

function askedTool({ tool: name, state: { input } }: ToolPart, directory: string) {
  const kept = toolArguments(input);
  const isKept = !('note' in kept) || 'note' in input;
  const asked = {
    name,
    title: toolLine(name, input, directory),
    ...(isKept ? { arguments: JSON.stringify(kept) } : {}),
  };
  return { asked, isCut: JSON.stringify(kept) !== JSON.stringify(input) };
}

function commandOf({ metadata }: PermissionRequest, call: ToolPart | undefined): string | undefined {
  const command = metadata['command'] ?? (call?.tool === 'bash' ? call.state.input['command'] : undefined);
  return typeof command === 'string' ? command : undefined;
}

function cut(
  text: string | undefined,
  longest: number,
): { readonly text: string | undefined; readonly isCut: boolean } {
  if (text === undefined || text.length <= longest) return { text, isCut: false };
  return { text: text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, ''), isCut: true };
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
