import { z } from 'zod';
import type { ApiRouteSpec } from '../api/api-route.ts';
import { problemSchema } from '../api/schemas/views.ts';
import { version } from '../version.ts';

type Json = Record<string, unknown>;

const problemTexts: Readonly<Record<number, string>> = {
  400: 'Malformed',
  401: 'Not signed in, or without an access token',
  403: 'Foreign Host or Origin, or not for you to do',
  404: 'There is no such thing, any more or for you',
  409: 'Conflicts with the present state',
  410: 'Not any more',
  413: 'Too large',
  415: 'The body is not JSON',
  422: 'Not valid, or not possible in this state',
  429: 'Too much at once; see Retry-After',
  502: 'The runtime refused',
  503: 'The log or the read model is away',
};

/** What every route may answer; writes more than reads. */
const commonProblems = [401, 403, 422, 503];
const writeProblems = [400, 413, 415, 429];

/** The OpenAPI 3.1 document of the API, made from the routes and their schemas. */
export function openApiDocument(routes: readonly ApiRouteSpec[]): Json {
  const schemas = new SchemaCollection();
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = `/api${route.path.replace(/:([a-zA-Z]+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [route.method]: operation(route, schemas) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Podium',
      version,
      description:
        'Every write answers with the header `Podium-Position`; a read with `?position=` or `If-Position` is not older than that. ' +
        'Writes with the same `Idempotency-Key` and body are carried out once; another body with the same key is refused. ' +
        'Answers to changes of tasks and of what belongs to them have an `undo`: the request that takes them back. Problems are RFC 9457.',
    },
    servers: [{ url: '/' }],
    security: [{}, { accessToken: [] }, { signedIn: [] }],
    paths,
    components: {
      schemas: schemas.components,
      securitySchemes: {
        accessToken: { type: 'http', scheme: 'bearer' },
        signedIn: { type: 'apiKey', in: 'cookie', name: 'podium_session', description: 'From /auth/login.' },
      },
    },
  };
}

function operation(route: ApiRouteSpec, schemas: SchemaCollection): Json {
  const isWrite = route.method !== 'get';
  return {
    operationId: route.operationId,
    summary: route.summary,
    tags: [route.tag],
    parameters: [...pathParameters(route), ...queryParameters(route, schemas), ...(isWrite ? [idempotencyKey] : [])],
    ...(route.body ? { requestBody: requestBody(route, schemas) } : {}),
    ...(route.upload ? { requestBody: fileBody() } : {}),
    responses: {
      [route.status]: answer(route, schemas),
      ...(isWrite && route.status !== 202 ? { 202: pendingAnswer } : {}),
      ...problems(route, isWrite, schemas),
    },
  };
}

function requestBody({ body, isBodyOptional }: ApiRouteSpec, schemas: SchemaCollection): Json {
  const content = { 'application/json': { schema: body && schemas.of(body, 'input') } };
  return { required: isBodyOptional !== true, content };
}

function fileBody(): Json {
  const schema = { type: 'string', format: 'binary' };
  const description = 'A file of up to `max_file_bytes` of `GET /api/system`';
  return { required: true, description, content: { '*/*': { schema } } };
}

function pathParameters({ path }: ApiRouteSpec): Json[] {
  return [...path.matchAll(/:([a-zA-Z]+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters({ query }: ApiRouteSpec, schemas: SchemaCollection): Json[] {
  if (!query) return [];
  const { properties = {} } = schemas.of(query, 'input') as { properties?: Record<string, Json> };
  return Object.entries(properties).map(([name, schema]) => {
    const isOptional = query.shape[name]?.safeParse(undefined).success === true;
    return { name, in: 'query', required: !isOptional, schema };
  });
}

const idempotencyKey: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { type: 'string', maxLength: 255 },
};

const pendingAnswer: Json = { description: 'On its way; follow the link in `Location`' };

function answer({ answer: body, method }: ApiRouteSpec, schemas: SchemaCollection): Json {
  const position = { 'Podium-Position': { schema: { type: 'integer' } } };
  const headers = method === 'get' ? {} : { headers: position };
  if (body === 'none') return { description: 'Done', ...headers };
  if (body === 'event-stream') return { description: 'Server-sent events', content: { 'text/event-stream': {} } };
  if ('mediaTypes' in body) {
    return { description: 'A file', content: Object.fromEntries(body.mediaTypes.map((type) => [type, {}])) };
  }
  return { description: 'Done', ...headers, content: { 'application/json': { schema: schemas.of(body, 'output') } } };
}

function problems(
  { problems: own = [], cost }: ApiRouteSpec,
  isWrite: boolean,
  schemas: SchemaCollection,
): Record<number, Json> {
  const statuses = new Set([...commonProblems, ...(isWrite ? writeProblems : []), ...(cost ? [429] : []), ...own]);
  const content = { 'application/problem+json': { schema: schemas.of(problemSchema, 'output') } };
  return Object.fromEntries(
    [...statuses].map((status) => [status, { description: problemTexts[status] ?? 'Problem', content }]),
  );
}

/** Schemas with an id of their own are written once and referred to. */
class SchemaCollection {
  readonly components: Record<string, Json> = {};

  of(schema: z.ZodType, io: 'input' | 'output'): Json {
    const json = z.toJSONSchema(schema, { io, target: 'draft-2020-12', unrepresentable: 'any' }) as Json;
    return this.#adopt(json);
  }

  #adopt({ $schema: _, $defs = {}, ...schema }: Json): Json {
    for (const [name, definition] of Object.entries($defs as Record<string, Json>)) {
      const { id: __, ...own } = definition;
      this.components[name] = withComponentReferences(own);
    }
    const { id, ...own } = schema;
    if (typeof id !== 'string') return withComponentReferences(own);
    this.components[id] = withComponentReferences(own);
    return { $ref: `#/components/schemas/${id}` };
  }
}

function withComponentReferences(schema: Json): Json {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;
}
