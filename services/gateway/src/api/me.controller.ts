import { Controller, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';
import { actorOf, personOf } from '../identity/person.ts';
import { ApiRoute } from './api-route.ts';

const meSchema = z.object({
  actor: z.string().meta({ description: 'As in facts: `user:<id>`.' }),
  name: z.string(),
  email: z.string().nullable(),
  signed_in_by: z.enum(['local', 'oidc']).meta({ description: '`local`: nobody signs in here, you see everything.' }),
  sign_out: z
    .string()
    .nullable()
    .meta({ description: 'POST there to sign out; the answer’s `location` says where to go then.' }),
});

/** Who you are. */
@Controller('api')
export class MeController {
  @ApiRoute({
    method: 'get',
    path: '/me',
    operationId: 'getMe',
    summary: 'Who you are, and how you were let in',
    tag: 'system',
    access: 'none',
    status: 200,
    answer: meSchema,
  })
  me(@Req() request: Request): z.infer<typeof meSchema> {
    const person = personOf(request);
    return {
      actor: actorOf(person),
      name: person.name,
      email: person.email ?? null,
      signed_in_by: person.signedInBy,
      sign_out: person.signedInBy === 'oidc' ? '/auth/logout' : null,
    };
  }
}
