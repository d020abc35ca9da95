import { behaviours, defaultWork, type Behaviour } from './behaviours.ts';
import { textOf, type Answer, type ChatMessage, type ChatRequest, type Refusal, type Speech } from './chat.ts';
import { say, type Beat, type Script } from './script.ts';
import { readTask, type Task } from './task.ts';

/**
 * The next answer of the model: a pure function of the request. The script of the task is replayed from its start with
 * the results of the tools that ran since the last user message; what it does next is the answer.
 */
export function nextAnswer(request: ChatRequest): Answer {
  const turnStart = request.messages.findLastIndex((message) => message.role === 'user');
  const task = readTask(request.messages[turnStart]);
  if (!request.tools?.length) return { hang: false, speech: [{ text: withoutTools(request.messages, task) }] };
  const results = request.messages.slice(turnStart + 1).filter((message) => message.role === 'tool');
  const offered = new Set(request.tools.map((tool) => tool.function.name));
  return replay(scriptOf(task), results.map(textOf), offered);
}

function replay(script: Script, results: readonly string[], offered: ReadonlySet<string>): Answer {
  let answered = 0;
  let speech: Speech[] = [];
  let refusal: Refusal | undefined;
  let hang = false;
  const answer = (): Answer => ({ ...(refusal ? { refusal } : {}), hang, speech });
  let beat: IteratorResult<Beat, void> = script.next('');
  while (!beat.done) {
    const { value } = beat;
    let result = '';
    if (value.kind === 'say') speech.push(speechOf(value));
    if (value.kind === 'refuse') refusal = refusalOf(value);
    if (value.kind === 'hang') hang = true;
    if (hang || refusal?.times === Infinity) return answer();
    if (value.kind === 'call') {
      if (!offered.has(value.tool)) result = `Error: the ${value.tool} tool is not offered`;
      else if (answered === results.length) return { ...answer(), call: { tool: value.tool, input: value.input } };
      else {
        result = results[answered++] ?? '';
        speech = [];
        refusal = undefined;
      }
    }
    beat = script.next(result);
  }
  if (speech.length === 0) speech.push({ text: 'Done.' });
  return answer();
}

function speechOf({ kind: _kind, ...speech }: Extract<Beat, { kind: 'say' }>): Speech {
  return speech;
}

function refusalOf({ kind: _kind, ...refusal }: Extract<Beat, { kind: 'refuse' }>): Refusal {
  return refusal;
}

/** The behaviours that the task names, in the order in which it names them. */
function* scriptOf(task: Task): Script {
  const cues = cuesIn(task.text);
  if (task.files.length > 0) yield* say(`You gave me ${task.files.join(' and ')}.`);
  if (task.images.length > 0) yield* say(`I see ${task.images.join(', and ')}.`);
  if (task.unreadable.length > 0) yield* say(`I can’t read ${task.unreadable.join(' and ')}.`);
  const hasJob = cues.some((cue) => cue.behaviour.role === 'job');
  const isLast = ({ behaviour }: Cue): boolean => !hasJob && behaviour.role === 'postlude';
  for (const cue of cues.filter((each) => !isLast(each))) yield* cue.behaviour.act(task, cue.match);
  if (!hasJob) yield* defaultWork(task);
  for (const cue of cues.filter(isLast)) yield* cue.behaviour.act(task, cue.match);
}

interface Cue {
  readonly behaviour: Behaviour;
  readonly match: RegExpMatchArray;
  readonly start: number;
}

function cuesIn(text: string): Cue[] {
  const cues = behaviours.flatMap((behaviour) => mentions(text, behaviour)).sort((a, b) => a.start - b.start);
  let claimedUntil = 0;
  const seen = new Set<string>();
  return cues.filter(({ behaviour, match, start }) => {
    const key = behaviour.repeats ? `${behaviour.name} ${match[0].toLowerCase()}` : behaviour.name;
    if (start < claimedUntil || seen.has(key)) return false;
    claimedUntil = start + match[0].length;
    seen.add(key);
    return true;
  });
}

function mentions(text: string, behaviour: Behaviour): Cue[] {
  const everyMention = new RegExp(behaviour.trigger, 'gi');
  return [...text.matchAll(everyMention)].map((match) => ({ behaviour, match, start: match.index }));
}

/** OpenCode asks without tools for a title or for a summary of the conversation. */
function withoutTools(messages: readonly ChatMessage[], task: Task): string {
  const system = textOf(messages.find((message) => message.role === 'system'));
  if (/title generator/i.test(system)) return task.title.split(' ').slice(0, 6).join(' ');
  return `The task is: ${task.text}`;
}
