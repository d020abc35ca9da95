/** The contracts as data for documents: messages, fields and enums with their comments, and where each message goes. */

/** Names and comments of the streams, as libs/jetstream makes them. */
export const streams = {
  EVENTS: { holds: 'facts; the sequence of a message is its position', kept: 'for ever' },
  REQUESTS: { holds: 'what was asked, and work messages', kept: '30 days' },
  OUTCOMES: { holds: 'refusals, and requests without effect', kept: '30 days' },
  OUTPUT: { holds: "agents' output in numbered chunks", kept: '14 days' },
};

const services = { project: 'project-svc', task: 'task-svc', session: 'session-svc', pod: 'pod-svc' };
const contexts = Object.keys(services);

/** Requests that no person asks for, with who does. All others come through the gateway. */
const requestsOfServices = {
  'podium.pod.v1.PodProvisionRequested': 'session-svc',
  'podium.session.v1.SessionRunRequested': 'session-svc',
};

/** Messages whose subject does not follow from their name. */
const lanes = { 'podium.session.v1.SessionRunRequested': 'session-run' };

const scalars = {
  TYPE_STRING: 'string',
  TYPE_BOOL: 'bool',
  TYPE_DOUBLE: 'double',
  TYPE_FLOAT: 'float',
  TYPE_INT32: 'int32',
  TYPE_UINT32: 'uint32',
};

/**
 * @typedef {{name: string, type: string, kind: 'scalar' | 'enum' | 'message', repeated: boolean, optional: boolean, comment: string}} Field
 * @typedef {{name: string, fullName: string, file: string, comment: string, fields: Field[]}} Message
 * @typedef {{name: string, fullName: string, comment: string, values: {name: string, comment: string}[]}} Enum
 * @typedef {{kind: 'fact' | 'request' | 'outcome' | 'output', context: string, stream: string, subject: string, writtenBy: string}} Route
 *
 * @param {object} image what `buf build -o -#format=json` says, with source info
 * @param {readonly string[]} travelling full names of the messages that travel in an envelope
 * @returns {{messages: Message[], parts: Message[], enums: Enum[], routes: Map<string, Route>}} `parts` are those
 *   messages that only stand inside of others
 */
export function catalogueOf(image, travelling) {
  const messages = [];
  const parts = [];
  const enums = [];
  for (const file of image.file) {
    const commentAt = commentsOf(file);
    (file.messageType ?? []).forEach((message, index) => {
      const entry = messageOf(file, message, commentAt, [4, index]);
      (isRouted(entry.fullName, travelling) ? messages : parts).push(entry);
    });
    (file.enumType ?? []).forEach((type, index) => enums.push(enumOf(file, type, commentAt, [5, index])));
  }
  return { messages, parts, enums, routes: new Map(messages.map((message) => [message.fullName, routeOf(message)])) };
}

const outputChunk = 'podium.session.v1.OutputChunk';

function isRouted(fullName, travelling) {
  return travelling.includes(fullName) || fullName === outputChunk;
}

/** Comments by their path in the descriptor (https://protobuf.dev/reference/java/api-docs: SourceCodeInfo.Location). */
function commentsOf(file) {
  const comments = new Map(
    (file.sourceCodeInfo?.location ?? []).map(({ path = [], leadingComments = '' }) => [
      path.join('.'),
      leadingComments.trim().replaceAll(/\s*\n\s*/g, ' '),
    ]),
  );
  return (path) => comments.get(path.join('.')) ?? '';
}

function messageOf(file, message, commentAt, path) {
  if (message.nestedType) throw new Error(`${message.name}: teach ${import.meta.filename} nested messages and maps`);
  return {
    name: message.name,
    fullName: `${file.package}.${message.name}`,
    file: file.name,
    comment: commentAt(path),
    fields: (message.field ?? []).map((field, index) => fieldOf(field, commentAt([...path, 2, index]))),
  };
}

function fieldOf(field, comment) {
  const kind = { TYPE_ENUM: 'enum', TYPE_MESSAGE: 'message' }[field.type] ?? 'scalar';
  const type = kind === 'scalar' ? scalars[field.type] : field.typeName.slice(1);
  if (!type) throw new Error(`${field.name}: teach ${import.meta.filename} the scalar ${field.type}`);
  return {
    name: field.jsonName,
    type,
    kind,
    repeated: field.label === 'LABEL_REPEATED',
    optional: field.proto3Optional === true,
    comment,
  };
}

function enumOf(file, type, commentAt, path) {
  return {
    name: type.name,
    fullName: `${file.package}.${type.name}`,
    comment: commentAt(path),
    values: type.value.map(({ name }, index) => ({ name, comment: commentAt([...path, 2, index]) })),
  };
}

function routeOf({ fullName, name }) {
  const context = fullName.split('.')[1];
  if (fullName === outputChunk) {
    return routed('output', context, 'OUTPUT', 'log.{projectId}.{sessionId}', 'session-svc');
  }
  if (context !== 'common' && !contexts.includes(context)) {
    throw new Error(`${fullName}: teach ${import.meta.filename} who decides the context ${context}`);
  }
  if (context === 'common' || name.endsWith('Rejected')) {
    const subject = `out.{projectId}.${context === 'common' ? '{context}' : context}.{aggregateId}`;
    return routed('outcome', context, 'OUTCOMES', subject, services[context] ?? 'the service that was asked');
  }
  if (name.endsWith('Requested')) {
    const subject = `req.{projectId}.${lanes[fullName] ?? context}.{aggregateId}`;
    return routed('request', context, 'REQUESTS', subject, requestsOfServices[fullName] ?? 'gateway');
  }
  return routed('fact', context, 'EVENTS', `evt.{projectId}.${context}.{aggregateId}`, services[context]);
}

function routed(kind, context, stream, subject, writtenBy) {
  return { kind, context, stream, subject, writtenBy };
}
