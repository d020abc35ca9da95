import { OutputKind, type OutputChunk } from '@podium/proto';
import { activityData, toolStatus, type ActivityData, type PromptActivity, type TodoView } from './activity-data.ts';
import type { UsageView } from './session-view.ts';

export type ActivityKind =
  'prompt' | 'message' | 'reasoning' | 'tool' | 'todo' | 'step' | 'files' | 'status' | 'error' | 'done';

/** A tool call and what became of it. */
export interface ToolActivity {
  name: string;
  call_id: string | null;
  /** What it does, in one line. */
  title: string;
  /** What it was called with; null where that was not recorded. Long texts in it are cut. */
  arguments: Record<string, unknown> | null;
  /** What it answered, as far as it has. */
  result: string;
  status: 'running' | 'completed' | 'failed';
  /** Of a command. */
  exit_code: number | null;
  duration_ms: number | null;
}

/** One thing that happened in a session, in the words of people. A pure fold of the session's output. */
export interface ActivityItem {
  /** Unique in the session, and the same whenever it is folded. */
  id: string;
  /** Number of its first chunk: its place. */
  number: number;
  /** Number of the newest chunk that is in it. */
  last_number: number;
  /** Of its first chunk, RFC 3339. */
  time: string;
  kind: ActivityKind;
  /** Markdown of prompts, messages and reasoning; one line of anything else; may be empty. */
  text: string;
  tool?: ToolActivity;
  /** The whole list as it is from then on. */
  todos?: TodoView[];
  /** What one answer of the model used. */
  usage?: UsageView;
  /** Relative to the workspace. */
  files?: string[];
  /** Of these, what the agent's own tools wrote: that is its work for sure. */
  own_files?: string[];
  /** Titles of tasks that were worked on in the same workspace meanwhile; null where nobody could find out. */
  others?: string[] | null;
  prompt?: PromptActivity;
  /** Message inside the runtime: where the conversation can be forked, or put back to. */
  message_id?: string;
  /** What the subagent that did it was asked to do; absent for the agent itself. */
  subagent?: string;
}

const kinds: Readonly<Record<OutputKind, ActivityKind>> = {
  [OutputKind.UNSPECIFIED]: 'message',
  [OutputKind.TEXT]: 'message',
  [OutputKind.REASONING]: 'reasoning',
  [OutputKind.TOOL]: 'tool',
  [OutputKind.TOOL_RESULT]: 'tool',
  [OutputKind.STATUS]: 'status',
  [OutputKind.ERROR]: 'error',
  [OutputKind.DONE]: 'done',
  [OutputKind.STEP]: 'step',
  [OutputKind.TODO]: 'todo',
  [OutputKind.FILES]: 'files',
  [OutputKind.PROMPT]: 'prompt',
};

/**
 * Folds the next chunk into the activity. A chunk that is in it already changes nothing, so that a page and its live
 * continuation may overlap. Items that do not change stay the same objects.
 */
export function foldActivity(items: readonly ActivityItem[], chunk: OutputChunk): readonly ActivityItem[] {
  const index = placeOf(items, chunk);
  const before = index === -1 ? undefined : items[index];
  if (chunk.number <= (before?.last_number ?? items.at(-1)?.number ?? 0)) return items;
  const after = before ? grown(before, chunk) : begun(chunk);
  const next = before ? items.with(index, after) : [...items, after];
  return chunk.kind === OutputKind.DONE ? next.map(cutOff) : next;
}

/** The activity of a whole output. As {@link foldActivity} chunk by chunk, in a fraction of the time. */
export function foldOutput(chunks: Iterable<OutputChunk>): ActivityItem[] {
  return [...new ActivityFold().apply(chunks)];
}

/** The activity of one output that goes on: each batch costs one copy of the list, however long that is. */
export class ActivityFold {
  #items: readonly ActivityItem[] = [];
  readonly #places = new Map<string, number>();

  get items(): readonly ActivityItem[] {
    return this.#items;
  }

  /** The next chunks, without a gap. Items that do not change stay the same objects. */
  apply(chunks: Iterable<OutputChunk>): readonly ActivityItem[] {
    let items = [...this.#items];
    for (const chunk of chunks) {
      const id = idOf(chunk);
      const place = this.#places.get(id);
      const before = place === undefined ? undefined : items[place];
      if (before && place !== undefined) items[place] = grown(before, chunk);
      else this.#places.set(id, items.push(begun(chunk)) - 1);
      if (chunk.kind === OutputKind.DONE) items = items.map(cutOff);
    }
    this.#items = items;
    return items;
  }
}

/** The agent's newest to-do list; empty where it wrote none. */
export function latestTodos(items: readonly ActivityItem[]): TodoView[] {
  return items.findLast(({ todos }) => todos !== undefined)?.todos ?? [];
}

/** Every file that was changed, each once, in the order of its first change. */
export function filesTouched(items: readonly ActivityItem[]): string[] {
  return [...new Set(items.flatMap(({ files }) => files ?? []))];
}

/** Of the files that were changed those that others may have changed instead. */
export function uncertainFiles(items: readonly ActivityItem[]): ReadonlySet<string> {
  const own = new Set(
    items.flatMap(({ files, own_files, others }) => (others === undefined ? files : own_files) ?? []),
  );
  return new Set(filesTouched(items).filter((file) => !own.has(file)));
}

/** The newest items are looked at first: output goes on where it was. */
function placeOf(items: readonly ActivityItem[], chunk: OutputChunk): number {
  const id = idOf(chunk);
  return items.findLastIndex((item) => item.id === id);
}

/** Both parts of a call, and its end, belong to one item. */
function idOf(chunk: OutputChunk): string {
  if (chunk.partId === undefined) return `chunk:${chunk.number}`;
  return isOfTool(chunk) ? chunk.partId.replace(/:(call|result|end)$/, '') : chunk.partId;
}

function isOfTool({ kind }: OutputChunk): boolean {
  return kind === OutputKind.TOOL || kind === OutputKind.TOOL_RESULT;
}

function begun(chunk: OutputChunk): ActivityItem {
  const data = activityData(chunk);
  const item: ActivityItem = {
    id: idOf(chunk),
    number: chunk.number,
    last_number: chunk.number,
    time: chunk.time,
    kind: kinds[chunk.kind] ?? 'message',
    text: chunk.kind === OutputKind.TOOL_RESULT ? '' : chunk.text,
    ...(chunk.messageId === undefined ? {} : { message_id: chunk.messageId }),
    ...(chunk.subagent === undefined ? {} : { subagent: chunk.subagent }),
    ...(data.todos ? { todos: data.todos } : {}),
    ...(data.usage ? { usage: data.usage } : {}),
    ...(data.files ? { files: data.files } : {}),
    ...(data.own_files ? { own_files: data.own_files } : {}),
    ...(data.others === undefined ? {} : { others: data.others }),
    ...(data.prompt ? { prompt: data.prompt } : {}),
  };
  return isOfTool(chunk) ? { ...item, tool: calledTool(chunk, data) } : item;
}

function calledTool(chunk: OutputChunk, data: ActivityData): ToolActivity {
  const isResult = chunk.kind === OutputKind.TOOL_RESULT;
  const tool: ToolActivity = {
    name: chunk.tool ?? 'tool',
    call_id: chunk.callId ?? null,
    title: isResult ? (chunk.tool ?? 'tool') : chunk.text,
    arguments: data.arguments ?? null,
    result: '',
    status: 'running',
    exit_code: null,
    duration_ms: null,
  };
  return isResult ? answered(tool, chunk, data) : tool;
}

function grown(item: ActivityItem, chunk: OutputChunk): ActivityItem {
  const next = { ...item, last_number: chunk.number };
  if (!item.tool) return { ...next, text: item.text + chunk.text };
  if (chunk.kind !== OutputKind.TOOL_RESULT) {
    const title = item.tool.title + chunk.text;
    return { ...next, text: title, tool: { ...item.tool, title } };
  }
  return { ...next, tool: answered(item.tool, chunk, activityData(chunk)) };
}

function answered(tool: ToolActivity, chunk: OutputChunk, data: ActivityData): ToolActivity {
  const end = data.end;
  return {
    ...tool,
    result: tool.result + chunk.text,
    ...(end ? { status: toolStatus(end), exit_code: end.exit_code ?? null, duration_ms: end.duration_ms ?? null } : {}),
  };
}

/** What the session left behind has ended with it. Output of before ends were recorded shows only whether there is a result. */
function cutOff(item: ActivityItem): ActivityItem {
  if (item.tool?.status !== 'running') return item;
  return { ...item, tool: { ...item.tool, status: item.tool.result === '' ? 'failed' : 'completed' } };
}
