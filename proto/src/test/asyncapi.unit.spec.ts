import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { Ajv, type Options } from 'ajv';
import addFormats from 'ajv-formats';
import { messageTypes } from '../../scripts/message-types.mjs';

interface AsyncApi {
  readonly channels: Record<string, { readonly address: string; readonly messages: Record<string, { $ref: string }> }>;
  readonly components: {
    readonly messages: Record<string, { payload: object; examples?: { payload: unknown }[] }>;
    readonly schemas: Record<string, object>;
  };
}

const path = new URL('../../../docs/asyncapi.json', import.meta.url);
const document = JSON.parse(readFileSync(path, 'utf8')) as AsyncApi;
/** The official schema of AsyncAPI, each definition under its own `$id`. */
const officialSchema = createRequire(import.meta.url)('@asyncapi/specs/schemas/3.0.0.json') as object;

function validator(options: Options = {}): Ajv {
  const ajv = new Ajv({ strict: false, allErrors: true, ...options });
  addFormats.default(ajv);
  return ajv;
}

/** Every `$ref` of a JSON value, with where it stands. */
function references(value: unknown, at = '#'): [string, string][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' ? [[at, String(inner)] as [string, string]] : references(inner, `${at}/${key}`),
  );
}

function resolved(pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], document);
}

describe('docs/asyncapi.json', () => {
  it('is an AsyncAPI 3.0 document', () => {
    // It brings the JSON Schema of JSON Schema itself, which Ajv would have loaded too.
    const validate = validator({ meta: false, validateSchema: false }).compile(officialSchema);
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
    expect(validate({ ...document, info: { title: 'without a version' } })).toBe(false);
  });

  it('points nowhere in vain', () => {
    const dangling = references(document).filter(([, pointer]) => resolved(pointer) === undefined);
    expect(references(document).length).toBeGreaterThan(100);
    expect(dangling).toEqual([]);
  });

  it('has every message, in one channel each', () => {
    const inChannels = Object.values(document.channels).flatMap((channel) => Object.keys(channel.messages));
    expect(inChannels.sort()).toEqual([...messageTypes(), 'podium.session.v1.OutputChunk'].sort());
    expect(Object.keys(document.components.messages).sort()).toEqual(inChannels);
  });

  it('puts facts where they are written', () => {
    const facts = document.channels['TaskFacts'];
    expect(facts?.address).toBe('evt.{projectId}.task.{aggregateId}');
    expect(Object.keys(facts?.messages ?? {})).toContain('podium.task.v1.TaskMoved');
  });

  describe.each(Object.entries(document.components.messages))('%s', (type, message) => {
    const validate = validator().compile({ ...message.payload, components: document.components });
    const [example] = message.examples ?? [];

    it('describes its golden recording', () => {
      if (type === 'podium.session.v1.OutputChunk') return expect(example).toBeUndefined();
      validate(example?.payload);
      expect(validate.errors ?? []).toEqual([]);
    });

    it('describes nothing else', () => {
      expect(validate(type.endsWith('OutputChunk') ? [] : { ...(example?.payload as object), type: 'other' })).toBe(
        false,
      );
    });
  });
});
