import { safeInteger } from '@podium/service-kit';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { ApplyValueTransformers } from 'typeorm/util/ApplyValueTransformers.js';
import { UnsupportedEntityError } from './errors.ts';

/** How values of one PostgreSQL type travel. Everything is sent as text and cast by PostgreSQL. */
interface ValueKind {
  encode(value: unknown): string;
  decode(value: unknown): unknown;
}

const asIs = (value: unknown): unknown => value;
const number = { encode: String, decode: Number } satisfies ValueKind;
const text = { encode: (value: unknown) => storable(String(value)), decode: asIs } satisfies ValueKind;
const json = { encode: encodeJson, decode: asIs } satisfies ValueKind;
const instant = { encode: encodeInstant, decode: decodeInstant } satisfies ValueKind;

/** Types that come back as they went in. Names as TypeORM normalises them. */
const kinds = new Map<string, ValueKind>([
  ['text', text],
  ['character varying', text],
  ['uuid', text],
  ['smallint', number],
  ['integer', number],
  ['bigint', { encode: String, decode: (value) => (typeof value === 'string' ? safeInteger(value) : value) }],
  ['real', number],
  ['double precision', number],
  ['boolean', { encode: String, decode: asIs }],
  ['timestamp with time zone', instant],
  ['json', json],
  ['jsonb', json],
]);

/** One column of a projection's table: how a property of the row becomes a parameter, and a result the property. */
export interface ColumnValues {
  readonly property: string;
  readonly column: string;
  /** What the parameter is cast to: the type without length, so that a value too long is refused and not cut. */
  readonly type: string;
  /** Null for null and undefined. */
  encode(value: unknown): string | null;
  decode(value: unknown): unknown;
}

/** @throws UnsupportedEntityError for a type whose values would not come back as they went in. */
export function columnValues(column: ColumnMetadata, type: string): ColumnValues {
  const kind = kinds.get(type);
  if (!kind) throw new UnsupportedEntityError(`${column.propertyName}: columns of type ${type} are not supported`);
  const { transformer } = column;
  const encodeOne = (value: unknown): string | null =>
    value === null || value === undefined ? null : kind.encode(value);
  const encode = (value: unknown): string | null =>
    column.isArray && Array.isArray(value) ? arrayLiteral(value.map(encodeOne)) : encodeOne(value);
  const decode = (value: unknown): unknown => {
    if (value === null) return null;
    return column.isArray && Array.isArray(value)
      ? value.map((item) => (item === null ? null : kind.decode(item)))
      : kind.decode(value);
  };
  return {
    property: column.propertyName,
    column: column.databaseName,
    type: column.isArray ? `${type}[]` : type,
    encode: transformer ? (value) => encode(ApplyValueTransformers.transformTo(transformer, value)) : encode,
    // A transformer expects what the driver gives, as TypeORM itself does it.
    decode: transformer ? (value) => ApplyValueTransformers.transformFrom(transformer, value) as unknown : decode,
  };
}

/** What PostgreSQL can't store in a string: NUL, and halves of surrogate pairs (as cutting a text leaves them). */
const unstorable = /[\0\p{Surrogate}]/gu;

function storable(value: string): string {
  return value.replace(unstorable, '\uFFFD');
}

function encodeJson(value: unknown): string {
  const plain = JSON.stringify(value);
  if (!/\\u(?:0000|d[89a-f])/i.test(plain)) return plain;
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item === 'string') return storable(item);
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return item;
    return Object.fromEntries(Object.entries(item).map(([key, member]) => [storable(key), member]));
  });
}

function encodeInstant(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value);
}

function decodeInstant(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value;
}

/** The text form of an array: https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
function arrayLiteral(items: readonly (string | null)[]): string {
  return `{${items.map((item) => (item === null ? 'NULL' : `"${item.replace(/["\\]/g, '\\$&')}"`)).join(',')}}`;
}
