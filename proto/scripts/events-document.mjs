/** docs/events.md: every message with its comments, fields, subject and writer. */
import { streams } from './catalogue.mjs';

const contextTitles = { project: 'Project', task: 'Task', session: 'Session', pod: 'Pod', common: 'All contexts' };
const kindTitles = { fact: 'Facts', request: 'Requests', outcome: 'Outcomes', output: 'Output' };

/** @param {ReturnType<typeof import('./catalogue.mjs').catalogueOf>} catalogue */
export function eventsDocument(catalogue) {
  const sections = Object.keys(contextTitles).map((context) => contextSection(context, catalogue));
  return [introduction(catalogue), ...sections, ...partsSection(catalogue), ...enumsSection(catalogue)].join('\n\n');
}

function introduction({ messages, routes }) {
  const countOf = (kind) => messages.filter(({ fullName }) => routes.get(fullName).kind === kind).length;
  const counts = `${countOf('fact')} facts, ${countOf('request')} requests, ${countOf('outcome')} outcomes`;
  return `# Events

<!-- Generated from proto/ by \`npm run proto:generate\`. Edit the comments in the .proto files instead. -->

Every message that Podium's services exchange: ${counts}. How to read them from a program of your own is
[consumers.md](consumers.md); the same as [AsyncAPI](https://www.asyncapi.com) for tools is [asyncapi.json](asyncapi.json).

Each message but the output's is the \`data\` of a [CloudEvents](https://cloudevents.io) envelope
([envelope.ts](../proto/src/envelope.ts)); its \`type\` is the full name, for example \`podium.task.v1.TaskMoved\`. Field
names are those of the JSON. A field that is absent has its default: \`""\`, \`0\`, \`false\`, the first value of its
enum, or, where it is marked _optional_, no value at all.

| Stream | Holds | Kept |
| --- | --- | --- |
${Object.entries(streams)
  .map(([name, { holds, kept }]) => `| \`${name}\` | ${holds} | ${kept} |`)
  .join('\n')}`;
}

function contextSection(context, catalogue) {
  const kinds = Object.keys(kindTitles).map((kind) => kindSection(context, kind, catalogue));
  return [`## ${contextTitles[context]}`, ...kinds.flat()].join('\n\n');
}

function kindSection(context, kind, { messages, routes }) {
  const chosen = messages.filter(({ fullName }) => {
    const route = routes.get(fullName);
    return route.context === context && route.kind === kind;
  });
  if (chosen.length === 0) return [];
  const whereOf = ({ fullName }) => {
    const { stream, subject, writtenBy } = routes.get(fullName);
    return `Stream \`${stream}\`, subject \`${subject}\`, written by ${writtenBy}.`;
  };
  const places = [...new Set(chosen.map(whereOf))];
  const [place] = places;
  if (places.length === 1) {
    return [`### ${headingOf(context, kind)}`, place, ...chosen.map((message) => messageSection(message))];
  }
  return [`### ${headingOf(context, kind)}`, ...chosen.map((message) => messageSection(message, whereOf(message)))];
}

/** Headings of a page have to differ, or links to them would be ambiguous. */
function headingOf(context, kind) {
  return context === 'common' ? kindTitles[kind] : `${kindTitles[kind]} of the ${context}`;
}

function messageSection({ name, fullName, comment, fields }, place) {
  return [`#### ${name}`, `\`${fullName}\`: ${comment}`, ...(place ? [place] : []), ...fieldsTable(fields)].join(
    '\n\n',
  );
}

function fieldsTable(fields) {
  if (fields.length === 0) return [];
  const rows = fields.map((field) => `| \`${field.name}\` | ${typeText(field)} | ${cell(field.comment)} |`);
  return [['| Field | Type | Meaning |', '| --- | --- | --- |', ...rows].join('\n')];
}

function typeText({ type, kind, repeated, optional }) {
  const name = kind === 'scalar' ? type : link(type);
  return `${repeated ? `list of ${name}` : name}${optional ? ', _optional_' : ''}`;
}

function link(fullName) {
  const name = fullName.slice(fullName.lastIndexOf('.') + 1);
  return `[${name}](#${name.toLowerCase()})`;
}

function partsSection({ parts }) {
  if (parts.length === 0) return [];
  return ['## Parts of messages', ...parts.map((part) => messageSection(part))];
}

function enumsSection({ enums }) {
  const sections = enums.map(({ name, comment, values }) => {
    const rows = values.map((value) => `| \`${value.name}\` | ${cell(value.comment)} |`);
    return [`### ${name}`, comment, ['| Value | Meaning |', '| --- | --- |', ...rows].join('\n')].join('\n\n');
  });
  return sections.length === 0 ? [] : ['## Enums', ...sections];
}

function cell(text) {
  return text.replaceAll('|', '\\|');
}
