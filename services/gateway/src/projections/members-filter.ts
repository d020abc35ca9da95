/**
 * The condition that a project `p` has the actor of this parameter as a member; true where the parameter is null, for
 * those who see everything.
 */
export function isOfMember(parameter: string): string {
  return `(${parameter}::text IS NULL OR p.members @> jsonb_build_array(jsonb_build_object('actor', ${parameter}::text)))`;
}
