import * as client from '@kubernetes/client-node';
import { createRequire } from 'node:module';
import { isRecord, nameOf, type Finding, type Resource } from './resources.ts';

interface Attribute {
  readonly baseName: string;
  readonly type: string;
}

/** How the package says what is wrong: by throwing. */
interface SchemaError {
  readonly errors: readonly { readonly instancePath: string; readonly message?: string }[];
}

type Model = new (value: unknown) => { validate(): void };

const require = createRequire(import.meta.url);

/**
 * Compares a resource with the Kubernetes API: types, formats and required fields by the JSON schemas of the package
 * kubernetes-models; fields that do not exist, which those schemas let pass, by the models of the Kubernetes client.
 */
export function checkSchema(resource: Resource): Finding[] {
  const Model = modelOf(resource);
  if (!Model) return [`${nameOf(resource)}: there is no ${resource.apiVersion} ${resource.kind}`];
  return [
    ...schemaErrors(new Model(resource)).map(
      ({ instancePath, message }) => `${nameOf(resource)}${instancePath} ${message ?? 'is wrong'}`,
    ),
    ...unknownFields(resource, clientModelOf(resource), nameOf(resource)),
  ];
}

function schemaErrors(model: { validate(): void }): SchemaError['errors'] {
  try {
    model.validate();
    return [];
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'errors' in error && Array.isArray(error.errors))
      return (error as SchemaError).errors;
    throw error;
  }
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Such as `V1Deployment`. */
const clientModelOf = ({ apiVersion, kind }: Resource): string =>
  `${capitalised(apiVersion.split('/').at(-1) ?? '')}${kind}`;

function modelOf({ apiVersion, kind }: Resource): Model | undefined {
  const models = modelsOf(apiVersion);
  const model = isRecord(models) ? models[kind] : undefined;
  return typeof model === 'function' ? (model as Model) : undefined;
}

function modelsOf(apiVersion: string): unknown {
  try {
    return require(`kubernetes-models/${apiVersion}`);
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    if (code === 'ERR_PACKAGE_PATH_NOT_EXPORTED' || code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

function unknownFields(value: unknown, type: string, path: string): Finding[] {
  const item = /^Array<(.+)>$/.exec(type)?.[1];
  if (item !== undefined) {
    return Array.isArray(value)
      ? value.flatMap((entry, index) => unknownFields(entry, item, `${path}[${index}]`))
      : [`${path} is no list`];
  }
  const entryType = /^\{ \[key: string\]: (.+); \}$/.exec(type)?.[1];
  if (entryType !== undefined) {
    return isRecord(value)
      ? Object.entries(value).flatMap(([key, entry]) => unknownFields(entry, entryType, `${path}.${key}`))
      : [`${path} is no map`];
  }
  const attributes = attributesOf(type);
  if (!attributes || !isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const attribute = attributes.find(({ baseName }) => baseName === key);
    return attribute ? unknownFields(inner, attribute.type, `${path}.${key}`) : [`${path}.${key} does not exist`];
  });
}

function attributesOf(type: string): readonly Attribute[] | undefined {
  const model: unknown = Object.entries(client).find(([name]) => name === type)?.[1];
  if (typeof model !== 'function' || !('getAttributeTypeMap' in model)) return undefined;
  const { getAttributeTypeMap } = model;
  if (typeof getAttributeTypeMap !== 'function') return undefined;
  return getAttributeTypeMap.call(model) as readonly Attribute[];
}
