import { foldComments, foldOutput, inboxOf } from '@podium/board';
import { randomUUID } from 'node:crypto';
import { me } from './fake-people.mjs';
import { usageOf } from './fake-usage.mjs';

/** Routes of the fake gateway for everything about one card: its properties, comments, files, and prompts. */
export function extraRoutes(log, refuse) {
  const files = new Map();
  const task = (id, taskId) => [200, log.task(id, taskId) ?? refuse(404, 'not_found', 'No task.')];
  const fact = (id, taskId, name, data) => {
    log.append('task', id, taskId, name, { taskId, ...data });
    return task(id, taskId);
  };
  const session = (id, sessionId, name, data) => {
    const { task_id: taskId } = log.session(id, sessionId);
    log.append('session', id, sessionId, name, { sessionId, taskId, ...data });
    return [200, { session_id: sessionId, position: log.position }];
  };
  const p = String.raw`^\/api\/projects\/([^/]+)`;
  const t = String.raw`${p}\/tasks\/([^/]+)`;
  const route = (method, pattern, answer) => [method, new RegExp(`${pattern}$`), answer];
  const attachment = (id) => {
    const { bytes, ...known } = files.get(id);
    return { attachmentId: id, name: known.name, contentType: known.content_type, sizeBytes: bytes.length };
  };
  return [
    route('GET', String.raw`^\/api\/sessions\/([^/]+)\/activity`, ([sessionId], _, query) => {
      const items = foldOutput(log.outputOf(sessionId).chunks.map(({ chunk }) => chunk));
      return [200, { session_id: sessionId, items: items.slice(-Number(query.get('limit') ?? 100)) }];
    }),
    route('GET', String.raw`${p}\/tasks`, ([id]) => [
      200,
      { tasks: log.archived(id), total_count: log.archived(id).length, next_cursor: null },
    ]),
    route('GET', String.raw`^\/api\/(?:projects\/[^/]+\/)?usage`, (_, __, query) => [
      200,
      usageOf(log, query.get('by')),
    ]),
    route('GET', String.raw`^\/api\/inbox`, () => [200, { position: log.position, items: inboxItems(log) }]),
    route('PATCH', String.raw`${t}\/checklist\/([^/]+)`, ([id, taskId, itemId], { done }) => {
      const items = log.task(id, taskId).checklist.map((item) => (item.id === itemId ? { ...item, done } : item));
      return fact(id, taskId, 'TaskEdited', propertiesOf({ checklist: items }));
    }),
    route('POST', String.raw`${t}\/dependencies`, ([id, taskId], { task_id: dependsOnTaskId }) =>
      fact(id, taskId, 'TaskDependencyAdded', { dependsOnTaskId }),
    ),
    route('DELETE', String.raw`${t}\/dependencies\/([^/]+)`, ([id, taskId, dependsOnTaskId]) =>
      fact(id, taskId, 'TaskDependencyRemoved', { dependsOnTaskId }),
    ),
    route('GET', String.raw`${t}\/comments`, ([, taskId]) => [200, { comments: commentsOf(log, taskId) }]),
    route('POST', String.raw`${t}\/comments`, ([id, taskId], { text }) =>
      fact(id, taskId, 'CommentAdded', { commentId: randomUUID(), text, mentions: [] }),
    ),
    route('PATCH', String.raw`${t}\/comments\/([^/]+)`, ([id, taskId, commentId], { text }) =>
      fact(id, taskId, 'CommentEdited', { commentId, text, mentions: [] }),
    ),
    route('DELETE', String.raw`${t}\/comments\/([^/]+)`, ([id, taskId, commentId]) =>
      fact(id, taskId, 'CommentDeleted', { commentId }),
    ),
    route('POST', String.raw`${p}\/attachments`, (_, bytes, query, type) => {
      const file = { id: randomUUID(), name: query.get('name'), content_type: type, size_bytes: bytes.length };
      files.set(file.id, { ...file, bytes });
      return [201, { ...file, added_at: new Date().toISOString(), added_by: me }];
    }),
    route('GET', String.raw`${p}\/attachments\/([^/]+)`, ([, id]) => [
      200,
      files.get(id).bytes,
      files.get(id).content_type,
    ]),
    route('POST', String.raw`${t}\/attachments`, ([id, taskId], { attachment_id: fileId }) =>
      fact(id, taskId, 'TaskAttachmentAdded', { attachment: attachment(fileId) }),
    ),
    route('DELETE', String.raw`${t}\/attachments\/([^/]+)`, ([id, taskId, attachmentId]) =>
      fact(id, taskId, 'TaskAttachmentRemoved', { attachmentId }),
    ),
    route('GET', String.raw`${p}\/agents-and-models`, ([id]) => [200, catalogue(id)]),
    route('GET', String.raw`${p}\/files`, (_, __, query) => [
      200,
      {
        files: ['README.md', 'src/app.ts', 'src/server.ts'].filter((file) => file.includes(query.get('query'))),
        listed_at: null,
      },
    ]),
    route('POST', String.raw`${t}\/prompts`, ([id, taskId], { text, interrupt = false }) => {
      const active = log.task(id, taskId).active_session_id;
      if (!active) refuse(409, 'no_conversation', 'The stand-in goes on with no session that has ended.');
      const promptId = randomUUID();
      session(id, active, 'PromptAdded', { promptId, text, interrupt });
      return [202, { session_id: active, prompt_id: promptId, status: 'running', position: log.position }];
    }),
    route('PATCH', String.raw`${p}\/sessions\/([^/]+)\/prompts\/([^/]+)`, ([id, sessionId, promptId], { text }) =>
      session(id, sessionId, 'PromptEdited', { promptId, text }),
    ),
    route('DELETE', String.raw`${p}\/sessions\/([^/]+)\/prompts\/([^/]+)`, ([id, sessionId, promptId]) =>
      session(id, sessionId, 'PromptRemoved', { promptId }),
    ),
  ];
}

/** The properties of a card as its fact says them; nothing where none was sent. */
export function propertiesOf({ labels, assignee, due_on: dueOn, auto_start: autoStart, checklist }) {
  const properties = {
    ...(labels ? { labels: { names: labels } } : {}),
    ...(assignee === undefined ? {} : { assignee: assignee ?? '' }),
    ...(dueOn === undefined ? {} : { dueOn: dueOn ?? '' }),
    ...(autoStart === undefined ? {} : { autoStart }),
    ...(checklist ? { checklist: { items: checklist.map(({ id: itemId, ...item }) => ({ itemId, ...item })) } } : {}),
  };
  return Object.keys(properties).length > 0 ? { properties } : {};
}

function commentsOf(log, taskId) {
  return log.facts.reduce((comments, fact) => foldComments(comments, taskId, fact), []);
}

function inboxItems(log) {
  return log.projects().flatMap(({ id }) => {
    const board = log.board(id);
    return board ? inboxOf(board) : [];
  });
}

function catalogue(projectId) {
  const model = (modelId, label, isDefault) => ({
    provider_id: 'podium-demo',
    model_id: modelId,
    label,
    scripted: true,
    is_default: isDefault,
    reads_images: true,
  });
  return {
    project_id: projectId,
    models: [model('scripted', 'Demo model (scripted)', true), model('careful', 'Careful demo model', false)],
    agents: [
      { name: 'build', description: 'Works on the code' },
      { name: 'plan', description: 'Thinks, and changes nothing' },
    ],
    commands: [
      { name: 'init', description: 'Write an AGENTS.md' },
      { name: 'review', description: 'Review the changes' },
    ],
    position: 1,
  };
}
