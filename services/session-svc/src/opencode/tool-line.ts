import { relative } from 'node:path';

const maxLineLength = 200;

/** One line that says what a tool call does, as `write README.md` or `bash: npm test`. */
export function toolLine(tool: string, input: Readonly<Record<string, unknown>>, directory: string): string {
  return oneLine(describe(tool, input, directory));
}

function describe(tool: string, input: Readonly<Record<string, unknown>>, directory: string): string {
  const text = (key: string): string => (typeof input[key] === 'string' ? input[key] : '');
  switch (tool) {
    case 'write':
    case 'edit':
    case 'read':
      return `${tool} ${inside(directory, text('filePath'))}`;
    case 'list':
      return `list ${inside(directory, text('path')) || '.'}`;
    case 'bash':
      return `bash: ${text('command')}`;
    case 'glob':
    case 'grep':
      return `${tool}: ${text('pattern')}`;
    case 'webfetch':
      return `webfetch ${text('url')}`;
    case 'todowrite':
      return `todo list: ${count(input['todos'])} items`;
    case 'question':
      return `question: ${firstQuestion(input['questions'])}`;
    case 'task':
      return `subagent ${text('subagent_type')}: ${text('description')}`;
    default:
      return `${tool} ${JSON.stringify(input)}`;
  }
}

function inside(directory: string, path: string): string {
  if (!path.startsWith('/')) return path;
  const short = relative(directory, path);
  return short.startsWith('..') ? path : short;
}

function count(list: unknown): number {
  return Array.isArray(list) ? list.length : 0;
}

function firstQuestion(questions: unknown): string {
  const first: unknown = Array.isArray(questions) ? questions[0] : undefined;
  if (typeof first !== 'object' || first === null || !('question' in first)) return '';
  return String(first.question);
}

function oneLine(text: string): string {
  const [first = '', ...rest] = text.trim().split('\n');
  const line = rest.length > 0 ? `${first} …` : first;
  return line.length > maxLineLength ? `${line.slice(0, maxLineLength - 1)}…` : line;
}
