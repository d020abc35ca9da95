import { hostileJsonValue, oneOf, type Random } from './hostile-values.ts';

/** What is used of a JSON schema. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly minimum?: number;
  readonly minLength?: number;
  readonly format?: string;
}

export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly query: readonly string[];
  readonly body: Schema | undefined;
  readonly isStream: boolean;
}

interface Described {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: Schema }>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;
}

/** The API as its own document describes it. */
export class OpenApi {
  readonly operations: readonly Operation[];
  readonly #schemas: Readonly<Record<string, Schema>>;

  constructor(document: Readonly<Record<string, unknown>>) {
    this.#schemas = (document['components'] as { schemas: Record<string, Schema> }).schemas;
    const paths = document['paths'] as Record<string, Record<string, Described>>;
    this.operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, described]) => ({
        method: method.toUpperCase(),
        path,
        query: (described.parameters ?? []).filter((one) => one.in === 'query').map(({ name }) => name),
        body: Object.values(described.requestBody?.content ?? {})[0]?.schema,
        isStream: Object.values(described.responses).some(({ content = {} }) => 'text/event-stream' in content),
      })),
    );
  }

  /** A value that is nearly what a schema asks for: every part is as it should be, but with `badness` (0 to 1). */
  sample(schema: Schema, random: Random, badness: number, ids: readonly string[]): unknown {
    if (random() < badness) return hostileJsonValue(random);
    const { $ref, anyOf, oneOf: alternatives = anyOf, allOf, enum: values, properties, items } = schema;
    if ($ref !== undefined) return this.#follow($ref, random, badness, ids);
    if ('const' in schema) return schema.const;
    if (values) return oneOf(values, random);
    if (alternatives) return this.sample(oneOf(alternatives, random), random, badness, ids);
    if (allOf?.[0]) return this.sample(allOf[0], random, badness, ids);
    if (properties) {
      const chosen = Object.entries(properties).filter(() => random() < 0.85);
      return Object.fromEntries(chosen.map(([name, each]) => [name, this.sample(each, random, badness, ids)]));
    }
    if (items) return [this.sample(items, random, badness, ids)];
    return leaf(schema, random, ids);
  }

  #follow(ref: string, random: Random, badness: number, ids: readonly string[]): unknown {
    const schema = this.#schemas[ref.split('/').at(-1) ?? ''];
    if (!schema) throw new Error(`The document has no ${ref}`);
    return this.sample(schema, random, badness, ids);
  }
}

function leaf({ type, minimum = 0, format }: Schema, random: Random, ids: readonly string[]): unknown {
  const [kind] = typeof type === 'string' ? [type] : (type ?? []);
  if (kind === 'integer' || kind === 'number') return minimum + Math.floor(random() * 3);
  if (kind === 'boolean') return random() < 0.5;
  if (kind === 'null') return null;
  if (kind === 'array') return [];
  if (kind === 'object') return {};
  if (format === 'date') return '2027-01-01';
  return random() < 0.5 ? oneOf(ids, random) : 'Some text';
}
