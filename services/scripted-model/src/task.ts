import { textOf, type ChatMessage } from './chat.ts';
import { imagesIn, isImageName } from './images.ts';

/** What a prompt asks for, as far as the script needs it. */
export interface Task {
  /** The text in which keywords are looked for. */
  readonly text: string;
  readonly title: string;
  /** The title as a file name without its extension. */
  readonly slug: string;
  /** Names of the files that go with the prompt. */
  readonly files: readonly string[];
  /** What the images are that go with it, each in a few words. */
  readonly images: readonly string[];
  /** Names of those that it can't be given, such as PDF. */
  readonly unreadable: readonly string[];
}

/** How OpenCode puts a file that goes with a prompt behind its text. */
const fileMark = /^Called the Read tool with the following input: (\{.*\})$/gm;
/** What it puts there instead of a file that the model can't be given. */
const unreadableMark = /^ERROR: Cannot read "([^"\n]+)" \(this model does not support \w+ input\)/gm;

/** Where the words of a person end and the files begin. */
const firstFile =
  /^(?:Called the Read tool with the following input: |ERROR: Cannot read "[^"\n]+" \(this model does not support )/m;

const maxTitleLength = 80;
const maxSlugLength = 48;

/** Reads the task out of a prompt: the content of `<task>…</task>` if it is there, else the prompt without its preamble. */
export function readTask(message: ChatMessage | undefined): Task {
  const prompt = promptOf(message);
  const files = [...prompt.matchAll(fileMark)].map((match) => fileNameIn(match[1] ?? ''));
  const unreadable = [...prompt.matchAll(unreadableMark)].map((match) => match[1] ?? '');
  // What stands in the files asks for nothing.
  const [said = ''] = prompt.split(firstFile, 1);
  const own = said.replace(/<system-reminder>[\s\S]*?<\/system-reminder>/g, '');
  const text = (/<task>([\s\S]*?)<\/task>/i.exec(own)?.[1] ?? withoutPreamble(own)).trim();
  const title = titleOf(text);
  return { text, title, slug: slugOf(title), files, images: imagesIn(message), unreadable };
}

/** What the message says, without the names of its images. */
function promptOf(message: ChatMessage | undefined): string {
  const content = message?.content ?? '';
  if (typeof content === 'string') return content;
  return textOf({ role: 'user', content: content.filter(({ text }) => text !== undefined && !isImageName(text)) });
}

/** "You were interrupted. Please continue." must not become the name of the task that follows it. */
function withoutPreamble(text: string): string {
  const lines = text.split('\n');
  const first = lines.findIndex(
    (line) => line.trim() !== '' && !/^\s*(you (were|are)|please continue|continue)\b/i.test(line),
  );
  return first === -1 ? text : lines.slice(first).join('\n');
}

function titleOf(text: string): string {
  const firstLine = text.split('\n').find((line) => line.trim() !== '') ?? '';
  const plain = firstLine
    .replace(/^[#\s]*(?:(?:task|title)\s*:\s*)?/i, '')
    .replace(/[*_"]/g, '')
    .trim();
  return plain.slice(0, maxTitleLength) || 'Untitled task';
}

function slugOf(title: string): string {
  const words = title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return words.slice(0, maxSlugLength).replace(/^-+|-+$/g, '') || 'note';
}

function fileNameIn(input: string): string {
  const { filePath } = JSON.parse(input) as { filePath?: unknown };
  return String(filePath).split('/').at(-1) ?? '';
}
