import { createHash } from 'node:crypto';
import { z } from 'zod';
import { localOwner, type Person } from './person.ts';

const claimsSchema = z.object({
  sub: z.string().min(1),
  name: z.string().optional().catch(undefined),
  preferred_username: z.string().optional().catch(undefined),
  email: z.string().optional().catch(undefined),
});

/**
 * The person that an identity provider's claims are about.
 *
 * Their id is made of issuer and subject, which never change, and tells nothing about them. Their name goes into facts
 * where they join a project; an e-mail address never does.
 *
 * @param ownerSubject who is the local owner of the time before people signed in
 */
export function personOfClaims(claims: unknown, issuer: string, ownerSubject: string | undefined): Person {
  const { sub, name, preferred_username: userName, email } = claimsSchema.parse(claims);
  const id = sub === ownerSubject ? localOwner.id : digest(`${issuer}\n${sub}`);
  return { id, name: shown(name) ?? shown(userName?.split('@', 1)[0]) ?? 'Someone', email, signedInBy: 'oidc' };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** A name as it may be shown: one line, at most 100 characters. */
function shown(name: string | undefined): string | undefined {
  const line = name?.replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
  return line ? line.slice(0, 100).replace(/\p{Surrogate}$/u, '') : undefined;
}
