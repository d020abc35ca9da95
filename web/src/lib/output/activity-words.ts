import { companyNames, type ActivityItem, type TodoView, type ToolActivity } from '@podium/board';
import { costText, tokensText } from '../ui/amounts.ts';

/** The text of an item as the log shows it; its first line is its head, where it folds. */
export function headOf(item: ActivityItem): string {
  if (item.kind === 'todo' && item.todos) return todoText(item.todos);
  if (item.kind === 'files' && item.files) return filesText(item.files, item);
  if (item.kind === 'step') return stepText(item);
  return item.text;
}

export const todoSigns: Record<TodoView['status'], string> = {
  pending: '○',
  in_progress: '◐',
  completed: '✓',
  cancelled: '–',
};

function todoText(todos: readonly TodoView[]): string {
  const done = todos.filter(({ status }) => status === 'completed').length;
  return [
    `To-do list: ${done} of ${todos.length} done`,
    ...todos.map(({ text, status }) => `${todoSigns[status]} ${text}`),
  ].join('\n');
}

/** What others may have done is not said to be the agent's: only its own tools make that sure. */
function filesText(files: readonly string[], { own_files: own = [], others }: ActivityItem): string {
  const sure = others === undefined ? files : own;
  const unsure = files.filter((file) => !sure.includes(file));
  const by = others && others.length > 0 ? `by ${companyNames(others)}` : 'by others';
  const heads = [
    sure.length > 0 ? `Changed ${countText(sure)}` : '',
    unsure.length > 0 ? `${countText(unsure)} changed meanwhile, perhaps ${by}` : '',
  ].filter(Boolean);
  return [heads.join('; '), ...(files.length > heads.length ? files : [])].join('\n');
}

function countText(files: readonly string[]): string {
  return files.length === 1 ? (files[0] ?? '') : `${files.length} files`;
}

function stepText({ usage, text }: ActivityItem): string {
  if (!usage) return text;
  const cost = usage.cost_usd > 0 ? ` · ${costText(usage.cost_usd)}` : '';
  return `${tokensText(usage.input_tokens + usage.cached_tokens)} tokens read · ${tokensText(usage.output_tokens)} written${cost}`;
}

/** What a tool was called with, one line a name; empty where it is not known or the title says it all. */
export function argumentsText({ arguments: given }: ToolActivity): string {
  if (!given) return '';
  return Object.entries(given)
    .map(([name, value]) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
      return text.includes('\n') ? `${name}:\n${text}` : `${name}: ${text}`;
    })
    .join('\n');
}
