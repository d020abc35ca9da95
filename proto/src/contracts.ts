import { createFileRegistry, fromBinary, fromJson, type DescMessage } from '@bufbuild/protobuf';
import { base64Decode } from '@bufbuild/protobuf/wire';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import type { JsonValue } from '@bufbuild/protobuf';
import type { MessageType } from './envelope.ts';
import { fileDescriptorSet } from './gen/descriptors.ts';

const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, base64Decode(fileDescriptorSet)));

/** A message does not fit its contract. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
  readonly code = 'contract_violation';
}

function descriptorOf(type: string): DescMessage {
  const descriptor = registry.getMessage(type);
  if (!descriptor) throw new ContractError(`There is no contract named ${type}`);
  return descriptor;
}

/**
 * Strict, for writers: throws a ContractError for an unknown type, an unknown field or a value of the wrong kind.
 */
export function assertFitsContract(type: MessageType, data: unknown): void {
  checkJson(descriptorOf(type), data, false);
}

/** Tolerant, for readers: fields that this version does not know are allowed; wrong kinds still throw. */
export function assertReadable(type: MessageType, data: unknown): void {
  checkJson(descriptorOf(type), data, true);
}

/** Where the contract of a type is written, for the envelope's `dataschema`. */
export function schemaOf(type: MessageType): string {
  const descriptor = descriptorOf(type);
  return `podium:${descriptor.file.name}.proto#${descriptor.name}`;
}

function checkJson(descriptor: DescMessage, data: unknown, ignoreUnknownFields: boolean): void {
  try {
    fromJson(descriptor, data as JsonValue, { ignoreUnknownFields, registry });
  } catch (error) {
    throw new ContractError(`${descriptor.typeName}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
