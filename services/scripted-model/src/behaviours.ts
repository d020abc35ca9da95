import { edit, fetchPage, read } from './reading.ts';
import { bash, call, firstLine, hang, refuse, say, succeeded, think, write, type Script } from './script.ts';
import type { Task } from './task.ts';

/** One row of the model's repertoire: the words that trigger it and what it then does. */
export interface Behaviour {
  readonly name: string;
  readonly trigger: RegExp;
  /** `job` replaces the default work; `prelude` comes before it and `postlude` after it. */
  readonly role: 'job' | 'prelude' | 'postlude';
  /** Whether each different mention counts, not only the first. */
  readonly repeats?: true;
  readonly act: (task: Task, match: RegExpMatchArray) => Script;
}

const defaultSlowSeconds = 60;
const slowWordDelayMs = 500;
const defaultRateLimits = 2;
const defaultGarbledAnswers = 1;

/** Every behaviour, in one table. The README of this package documents the same rows for people. */
export const behaviours: readonly Behaviour[] = [
  {
    name: 'edit',
    trigger: /\bedit\s+(?:the\s+)?(?:file\s+)?[`'"]?([\w./-]*\w\.\w+)/i,
    role: 'job',
    repeats: true,
    act: edit,
  },
  { name: 'run', trigger: /\brun\s+`([^`]+)`/i, role: 'job', repeats: true, act: run },
  { name: 'read', trigger: /\bread\s+`([^`]+)`/i, role: 'job', repeats: true, act: read },
  {
    name: 'fetch',
    trigger: /\bfetch\s+`?(https?:\/\/[^\s`]*[^\s`.,;:!?)])/i,
    role: 'job',
    repeats: true,
    act: fetchPage,
  },
  { name: 'delegate', trigger: /\bdelegate ([^.\n]+)/i, role: 'job', act: delegate },
  { name: 'readme', trigger: /\breadme\b/i, role: 'job', act: readme },
  { name: 'todo list', trigger: /\b(?:todo list|plan)\b/i, role: 'prelude', act: todoList },
  { name: 'think', trigger: /\bthink (?:aloud|first|hard)\b/i, role: 'prelude', act: thinkAloud },
  { name: 'question', trigger: /\bask (?:me|a question)\b/i, role: 'prelude', act: question },
  {
    name: 'commit',
    trigger: /\bcommit (?:it|this|that|everything|all|the (?:changes?|work|result))\b(?: as [“"]([^”"\n]+)[”"])?/i,
    role: 'postlude',
    repeats: true,
    act: commit,
  },
  {
    name: 'permission',
    trigger: /\b(?:needs? permission|outside (?:of )?the workspace)\b/i,
    role: 'job',
    act: permission,
  },
  { name: 'failure', trigger: /\b(?:model (?:must |should )?fails?|simulate a failure)\b/i, role: 'job', act: failure },
  { name: 'rate limit', trigger: /\brate[ -]limit(?:ed|s)?\b(?:\s+(\d+) times)?/i, role: 'prelude', act: rateLimit },
  {
    name: 'garbled answer',
    trigger: /\bgarbled(?: answers?)?\b(?:\s+(\d+) times)?/i,
    role: 'prelude',
    act: garbledAnswer,
  },
  { name: 'hang', trigger: /\bhangs?\b/i, role: 'job', act: hang },
  { name: 'slow', trigger: /\bslow(?:ly)?\b(?:[^.\n]*?\bfor (\d+) seconds?\b)?/i, role: 'prelude', act: slow },
  {
    name: 'loop',
    trigger: /\b(?:model loops?|simulate a loop|endless loop|loops? for ?ever)\b/i,
    role: 'job',
    act: loop,
  },
];

function* readme(task: Task): Script {
  yield* say('I will write a README.md that says what this project is for and how to work on it.');
  const result = yield* write('README.md', readmeOf(task));
  yield* succeeded(result)
    ? say('Done: README.md is in place, with an overview, how to start, and where this text came from.')
    : say(`I could not write README.md: ${firstLine(result)}`);
}

function readmeOf(task: Task): string {
  return [
    '# README',
    '',
    '## Overview',
    '',
    'This project is worked on from a Podium board. This file was written by the scripted demo model for the task:',
    '',
    ...task.text.split('\n').map((line) => `> ${line}`.trimEnd()),
    '',
    '## Getting started',
    '',
    '1. Open the board and read the cards that are in progress.',
    '2. Look at the files of the workspace.',
    '3. Add a card for what is missing.',
    '',
  ].join('\n');
}

function* run(_task: Task, match: RegExpMatchArray): Script {
  const command = match[1] ?? '';
  yield* say(`I will run \`${command}\`.`);
  const output = yield* bash(command, 'Runs the command that the task names');
  yield* say(`\`${command}\` answered: ${firstLine(output) || 'nothing'}`);
}

function* commit(task: Task, match: RegExpMatchArray): Script {
  yield* say('I will commit what has changed.');
  const message = (match[1] ?? task.title).replaceAll("'", "'\\''");
  // A pod may know nobody's name.
  const identity = "-c user.name='Demo model' -c user.email=demo-model@podium.invalid -c commit.gpgSign=false";
  const output = yield* bash(
    `git add --all && git ${identity} commit --quiet --message '${message}' && git log -1 --format='Committed %h: %s'`,
    'Commits all changes',
  );
  const committed = output.split('\n').find((line) => line.startsWith('Committed '));
  yield* say(committed ? `${committed}.` : `I could not commit: ${firstLine(output) || 'git said nothing'}`);
}

function* todoList(task: Task): Script {
  yield* say('First a short plan.');
  const steps = ['Understand the task', `Do the work: ${task.title}`, 'Check the result'];
  const todos = steps.map((content, index) => ({
    content,
    status: index === 0 ? 'in_progress' : 'pending',
    priority: 'medium',
  }));
  yield* call('todowrite', { todos });
}

function* thinkAloud(task: Task): Script {
  yield* think(`The task is "${task.title}". I know what to do, so I will do one thing after the other.`);
}

function* delegate(task: Task, match: RegExpMatchArray): Script {
  const prompt = `<task>${match[1] ?? task.title}</task>`;
  yield* say('I will give this to a subagent.');
  const result = yield* call('task', { description: match[1], prompt, subagent_type: 'general' });
  yield* say(succeeded(result) ? 'The subagent is done.' : `The subagent did not do it: ${firstLine(result)}`);
}

function* question(task: Task): Script {
  yield* say('I need to know one thing before I go on.');
  const options = [
    { label: 'Short', description: 'Only the essentials' },
    { label: 'Detailed', description: 'With explanations' },
  ];
  const text = `How detailed should the result of "${task.title}" be?`;
  const answer = yield* call('question', { questions: [{ question: text, header: 'Level of detail', options }] });
  yield* say(`Thank you. ${firstLine(answer)}`);
}

function* permission(task: Task): Script {
  yield* say('This needs a file outside the workspace, so you will be asked for permission.');
  const result = yield* write('/tmp/podium-demo-outside.md', `# ${task.title}\n`);
  yield* succeeded(result)
    ? say('Thank you. The file outside the workspace is written.')
    : say(`I did not get the permission, so I leave it: ${firstLine(result)}`);
}

function failure(): Script {
  const message = 'The scripted model fails because the task asks for it.';
  return refuse({ status: 400, code: 'scripted_failure', message, times: Infinity });
}

function rateLimit(_task: Task, match: RegExpMatchArray): Script {
  const times = Number(match[1] ?? defaultRateLimits);
  const message = 'The scripted model is rate limited because the task asks for it.';
  return refuse({ status: 429, code: 'rate_limit_exceeded', message, times });
}

function garbledAnswer(_task: Task, match: RegExpMatchArray): Script {
  const times = Number(match[1] ?? defaultGarbledAnswers);
  const message = 'This is no JSON because the task asks for a garbled answer';
  return refuse({ status: 200, code: 'garbled_answer', message, times, garbled: true });
}

function* slow(_task: Task, match: RegExpMatchArray): Script {
  const seconds = Number(match[1] ?? defaultSlowSeconds);
  const words = Array.from({ length: (seconds * 1000) / slowWordDelayMs }, (_, index) => wordAt(index));
  yield* say(words.join(' '), slowWordDelayMs);
}

/** Numbered sentences of eight words, so that a gap or a repeat in the output can be seen. */
function wordAt(index: number): string {
  const sentence = ['Step', `${Math.floor(index / 8) + 1}:`, 'I', 'am', 'still', 'thinking', 'it', 'over.'];
  return sentence[index % 8] ?? '';
}

function* loop(): Script {
  for (let round = 1; ; round += 1) {
    yield* say(`Round ${round}.`);
    yield* bash(`echo round ${round}`, 'Shows the number of the round');
  }
}

/** What the model does when no job is named. */
export function* defaultWork(task: Task): Script {
  const filePath = `${task.slug}.md`;
  yield* say(`I am the scripted demo model. I will write a note about "${task.title}" and look at the workspace.`);
  const result = yield* write(filePath, `# ${task.title}\n\n${task.text}\n`);
  yield* say(succeeded(result) ? `The note is in ${filePath}.` : `I could not write ${filePath}: ${firstLine(result)}`);
  const listing = yield* bash('ls -la', 'Lists the files of the workspace');
  const entries = listing.split('\n').filter((line) => /^[-dl]r/.test(line)).length;
  yield* say(`Done. The workspace has ${entries} entries. With a provider's key a real model would do the work here.`);
}
