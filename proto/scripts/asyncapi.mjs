/** docs/asyncapi.json: the same as docs/events.md, for tools. AsyncAPI 3.0: https://www.asyncapi.com/docs/reference */
import { streams } from './catalogue.mjs';

const schemaRef = (fullName) => ({ $ref: `#/components/schemas/${fullName}` });

/**
 * @param {ReturnType<typeof import('./catalogue.mjs').catalogueOf>} catalogue
 * @param {(fullName: string) => object | undefined} exampleOf the golden recording of a type
 */
export function asyncApiDocument(catalogue, exampleOf) {
  const { messages, parts, enums, routes } = catalogue;
  const channels = channelsOf(messages, routes);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Podium event log',
      version: '1.0.0',
      description:
        'What a program can read from the log of a Podium. Generated from proto/. How to consume it is told in ' +
        'docs/consumers.md. A contract only ever grows: ignore fields and types that you do not know.',
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    servers: { log: serverOf() },
    channels,
    operations: Object.fromEntries(
      Object.entries(channels).map(([id, channel]) => [`read${id}`, operationOf(id, channel)]),
    ),
    components: {
      securitySchemes: { userPassword: { type: 'userPassword', description: 'A NATS user; see docs/consumers.md.' } },
      messages: Object.fromEntries(
        messages.map((message) => [message.fullName, messageOf(message, routes.get(message.fullName), exampleOf)]),
      ),
      schemas: {
        Envelope: envelopeSchema,
        ...Object.fromEntries([...messages, ...parts].map((message) => [message.fullName, dataSchema(message)])),
        ...Object.fromEntries(enums.map((type) => [type.fullName, enumSchema(type)])),
      },
    },
  };
}

function serverOf() {
  return {
    host: '{host}:{port}',
    protocol: 'nats',
    description: 'The NATS server with JetStream that holds the log.',
    variables: { host: { default: 'localhost' }, port: { default: '4222' } },
    security: [{ $ref: '#/components/securitySchemes/userPassword' }],
  };
}

/** One channel per subject: all messages of a context that share a stream. */
function channelsOf(messages, routes) {
  const channels = {};
  for (const { fullName } of messages) {
    const { stream, subject } = routes.get(fullName);
    const channel = (channels[channelId(subject)] ??= {
      address: subject,
      title: `Stream ${stream}`,
      description: `Holds ${streams[stream].holds}. Kept ${streams[stream].kept}.`,
      messages: {},
      parameters: parametersOf(subject),
      'x-jetstream-stream': stream,
    });
    channel.messages[fullName] = { $ref: `#/components/messages/${fullName}` };
  }
  return channels;
}

const prefixes = { evt: 'Facts', req: 'Requests', out: 'Outcomes', log: 'Output' };

/** `evt.{projectId}.task.{aggregateId}` is `TaskFacts`. */
function channelId(subject) {
  const [prefix, , lane = ''] = subject.split('.');
  const words = lane.startsWith('{') ? [] : lane.split('-');
  return `${words.map((word) => word[0].toUpperCase() + word.slice(1)).join('')}${prefixes[prefix]}`;
}

const parameterTexts = {
  projectId: 'The project; `_` where there is none.',
  aggregateId: 'The project, task, session or pod that it is about.',
  sessionId: 'The session.',
  context: 'The context of the request: project, task, session or pod.',
};

function parametersOf(subject) {
  const names = [...subject.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  return Object.fromEntries(names.map((name) => [name, { description: parameterTexts[name] }]));
}

function operationOf(id, channel) {
  return {
    action: 'receive',
    channel: { $ref: `#/channels/${id}` },
    summary: `Read ${channel.address} from the stream ${channel['x-jetstream-stream']}.`,
  };
}

function messageOf({ fullName, name, comment }, { kind, writtenBy }, exampleOf) {
  const example = exampleOf(fullName);
  const base = { name: fullName, title: name, summary: comment, tags: [{ name: kind }], 'x-written-by': writtenBy };
  if (kind === 'output') return { ...base, contentType: 'application/json', payload: schemaRef(fullName) };
  return {
    ...base,
    contentType: 'application/cloudevents+json',
    headers: headersSchema(fullName),
    correlationId: { location: '$message.payload#/correlationid', description: 'The request that began it all.' },
    payload: {
      allOf: [
        { $ref: '#/components/schemas/Envelope' },
        { type: 'object', properties: { type: { const: fullName }, data: schemaRef(fullName) } },
      ],
    },
    ...(example ? { examples: [{ name: 'recording', payload: example }] } : {}),
  };
}

function headersSchema(fullName) {
  return {
    type: 'object',
    properties: {
      'Nats-Msg-Id': { type: 'string', description: 'The id of the event.' },
      'ce-type': { const: fullName },
      'ce-causationid': { type: 'string' },
      traceparent: { type: 'string', description: 'W3C trace context, where the request had one.' },
    },
  };
}

const text = (description) => ({ type: 'string', description });

/** proto/src/envelope.ts. */
const envelopeSchema = {
  type: 'object',
  description: 'CloudEvents 1.0, structured JSON.',
  required: [
    'specversion',
    'id',
    'source',
    'type',
    'subject',
    'time',
    'dataschema',
    'data',
    'correlationid',
    'causationid',
    'actor',
    'version',
  ],
  properties: {
    specversion: { const: '1.0' },
    id: text('Unique, and derived from the cause: the same decision always makes the same id.'),
    source: text('The service that wrote it, for example `/podium/task-svc`.'),
    type: text('Full name of the message in `data`.'),
    subject: text('`<project>/<context>/<aggregate>`.'),
    time: { ...text('When it was decided: RFC 3339, UTC, with milliseconds.'), format: 'date-time' },
    datacontenttype: { const: 'application/json' },
    dataschema: text('`podium:<file of the contract>#<message>`.'),
    data: { type: 'object', description: 'The proto3 JSON of the message.' },
    correlationid: text('The request that began the whole chain.'),
    causationid: text('The request or fact that directly caused this one.'),
    actor: text('`user:<id>` for a person, `service:<name>` for a process.'),
    traceparent: text('W3C trace context, where the request had one.'),
    version: {
      type: 'integer',
      minimum: 0,
      description: 'Facts: 1 for the first one of the aggregate, one more for each later one. Else 0.',
    },
  },
};

/** No field is required: one that is absent has its default, and facts are older than the newest fields. */
function dataSchema({ name, comment, fields }) {
  const properties = fields.map((field) => [field.name, fieldSchema(field)]);
  return { title: name, type: 'object', description: comment, properties: Object.fromEntries(properties) };
}

const scalarSchemas = {
  string: { type: 'string' },
  bool: { type: 'boolean' },
  double: { type: 'number' },
  float: { type: 'number' },
  int32: { type: 'integer', format: 'int32' },
  uint32: { type: 'integer', minimum: 0, maximum: 4_294_967_295 },
};

function fieldSchema({ type, kind, repeated, optional, comment }) {
  const value = kind === 'scalar' ? scalarSchemas[type] : { allOf: [schemaRef(type)] };
  const presence = optional ? { 'x-optional': true } : {};
  return repeated
    ? { type: 'array', items: value, description: comment }
    : { ...value, ...presence, description: comment };
}

/** Open on purpose: a value of tomorrow is no error, so the known ones are named without forbidding others. */
function enumSchema({ name, comment, values }) {
  return {
    title: name,
    type: 'string',
    description: `${comment} More values may come.`,
    examples: values.map((value) => value.name),
    'x-enum': Object.fromEntries(values.map((value) => [value.name, value.comment])),
  };
}
