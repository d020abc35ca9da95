/**
 * Records contracts that are new: `npm run record -w proto`.
 *
 * - golden/<type>.json: one complete envelope for each type that has none yet. One that exists is never written again:
 *   it stands for what is in people's logs.
 * - golden/contracts.binpb: the compiled contracts, only if they break nothing that was recorded before.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { buf, currentImage, goldenDirectory, imagePath, messageTypes } from './message-types.mjs';

const samples = { int32: 3, double: 0.5, bool: true };
const scalarNames = { 1: 'double', 5: 'int32', 8: 'bool', 9: 'string' };
const recordedAt = '2026-01-02T03:04:05.678Z';

function sampleOf(field) {
  if (field.fieldKind === 'list') return [elementOf(field, field.listKind)];
  if (field.fieldKind === 'map') return { key: elementOf(field, field.mapKind) };
  return elementOf(field, field.fieldKind);
}

function elementOf(field, kind) {
  if (kind === 'message') return dataOf(field.message);
  if (kind === 'enum') return field.enum.values.at(-1).name;
  const scalar = scalarNames[field.scalar];
  if (!scalar) throw new Error(`${field}: teach ${import.meta.filename} a sample of scalar type ${field.scalar}`);
  return scalar === 'string' ? textOf(field.name) : samples[scalar];
}

function textOf(name) {
  if (name === 'time' || name.endsWith('_at')) return recordedAt;
  if (name.endsWith('_url')) return 'https://example.com/repository.git';
  return name.endsWith('_id') ? `${name.slice(0, -3).replaceAll('_', '-')}-1` : `a ${name.replaceAll('_', ' ')}`;
}

function dataOf(message) {
  return Object.fromEntries(message.fields.map((field) => [field.jsonName, sampleOf(field)]));
}

function envelopeOf(message) {
  const context = message.typeName.split('.')[1];
  const isFact = !/(Requested|Rejected|NoEffect)$/.test(message.name);
  return {
    specversion: '1.0',
    id: 'event-1',
    source: context === 'common' ? '/podium/task-svc' : `/podium/${context}-svc`,
    type: message.typeName,
    subject: `project-1/${context === 'common' ? 'task' : context}/aggregate-1`,
    time: recordedAt,
    datacontenttype: 'application/json',
    dataschema: `podium:${message.file.name}.proto#${message.name}`,
    data: dataOf(message),
    correlationid: 'request-1',
    causationid: 'request-1',
    actor: 'user:owner',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    version: isFact ? 1 : 0,
  };
}

/** buf has said what breaks when it exits. */
function refuseBreaking() {
  try {
    if (existsSync(imagePath)) buf('breaking', '--against', imagePath);
  } catch {
    console.error('Nothing was recorded: these changes break contracts that were (see proto/README.md).');
    process.exit(1);
  }
}

refuseBreaking();
mkdirSync(goldenDirectory, { recursive: true });
const image = currentImage();
const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, image));
for (const type of messageTypes()) {
  const path = join(goldenDirectory, `${type}.json`);
  if (existsSync(path)) continue;
  writeFileSync(path, `${JSON.stringify(envelopeOf(registry.getMessage(type)), null, 2)}\n`);
  console.log(`Recorded ${type}`);
}
writeFileSync(imagePath, image);
