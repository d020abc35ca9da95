import { Controller, Inject, Req } from '@nestjs/common';
import { CONFIG } from '@podium/service-kit';
import type { Request } from 'express';
import { z } from 'zod';
import type { GatewayConfig } from '../config.ts';
import { personOf, type Person } from '../identity/person.ts';
import { OPENAPI_DOCUMENT } from '../tokens.ts';
import { version } from '../version.ts';
import { ApiRoute } from './api-route.ts';

const systemSchema = z.object({
  version: z.string(),
  model: z.object({ label: z.string(), scripted: z.boolean() }).nullable().meta({
    description: 'The demo model where it is in use; null where agents use a provider of their own.',
  }),
  person: z.object({ id: z.string(), name: z.string() }),
  max_file_bytes: z.int().meta({ description: 'What one file may have that is given to a task or a prompt.' }),
});

@Controller('api')
export class SystemController {
  constructor(
    @Inject(CONFIG) private readonly config: GatewayConfig,
    @Inject(OPENAPI_DOCUMENT) private readonly document: object,
  ) {}

  @ApiRoute({
    method: 'get',
    path: '/system',
    operationId: 'getSystem',
    summary: 'Version, demo model, and who you are',
    tag: 'system',
    access: 'none',
    status: 200,
    answer: systemSchema,
  })
  system(@Req() request: Request): {
    version: string;
    model: { label: string; scripted: boolean } | null;
    person: Pick<Person, 'id' | 'name'>;
    max_file_bytes: number;
  } {
    const isDemo = this.config.PODIUM_DEMO_MODEL_URL !== undefined;
    const model = isDemo ? { label: 'Demo model (scripted)', scripted: true } : null;
    const { id, name } = personOf(request);
    const { PODIUM_FILE_MIB: maxFileMiB } = this.config;
    return { version, model, person: { id, name }, max_file_bytes: maxFileMiB * 1024 * 1024 };
  }

  @ApiRoute({
    method: 'get',
    path: '/openapi.json',
    operationId: 'getOpenApi',
    summary: 'This document',
    tag: 'system',
    access: 'none',
    status: 200,
    answer: z.looseObject({ openapi: z.string() }),
  })
  openapi(): object {
    return this.document;
  }
}
