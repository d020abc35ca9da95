import type { InvitationView, MemberView } from '@podium/board';
import { z } from 'zod';

const timeSchema = z.string().meta({ format: 'date-time' });

export const memberRoleSchema = z.enum(['owner', 'member']).meta({
  description: 'Owners also say who belongs to the project, and may delete it.',
});

const memberSchema = z
  .object({
    actor: z.string().meta({ description: 'As in facts: `user:<id>`.' }),
    name: z.string(),
    role: memberRoleSchema,
    added_at: timeSchema,
  })
  .meta({ id: 'Member' }) satisfies z.ZodType<MemberView>;

const invitationSchema = z
  .object({
    id: z.string(),
    role: memberRoleSchema,
    made_by: z.string(),
    made_at: timeSchema,
    expires_at: timeSchema,
  })
  .meta({ id: 'Invitation' }) satisfies z.ZodType<InvitationView>;

/** What a project says of its people. */
export const memberFields = {
  members: z.array(memberSchema),
  invitations: z
    .array(invitationSchema)
    .meta({ description: 'Those that nobody has taken yet. Some of them may have expired.' }),
};

/** An actor in a path: `user:<id>`. */
export const actorSchema = z.string().regex(/^user:[a-z0-9-]{1,64}$/);

export const inviteSchema = z.strictObject({ role: memberRoleSchema.default('member') });

export const invitedSchema = z.object({
  id: z.string(),
  url: z.string().meta({ description: 'Whoever opens it first becomes a member. It is shown only here.' }),
  expires_at: timeSchema,
  position: z.int(),
});

export const acceptInvitationSchema = z.strictObject({ token: z.string().min(1).max(300) });

export const roleChangeSchema = z.strictObject({ role: memberRoleSchema });

/** What becomes of a change of members. */
export const changedMembersSchema = z.object({ project_id: z.string(), position: z.int() });
