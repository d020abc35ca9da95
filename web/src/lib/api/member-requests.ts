import type { MemberRoleName } from '@podium/board';
import { apiPath, callApi, type Answer } from './client.ts';
import { whileSigningOut } from './sign-in.ts';

/** Who one is, and how one was let in. */
export interface Me {
  actor: string;
  name: string;
  email: string | null;
  signed_in_by: 'local' | 'oidc';
  sign_out: string | null;
}

interface ChangedMembers {
  project_id: string;
  position: number;
}

export async function fetchMe(): Promise<Me> {
  const { value } = await callApi<Me>('me');
  if (!value) throw new Error('The server does not say who you are');
  return value;
}

/** A link that lets one person in. It is told once. */
export function invite(projectId: string, role: MemberRoleName): Promise<Answer<{ id: string; url: string }>> {
  return callApi(apiPath('projects', projectId, 'invitations'), { method: 'POST', body: { role } });
}

export function withdrawInvitation(projectId: string, id: string): Promise<Answer<ChangedMembers>> {
  return callApi(apiPath('projects', projectId, 'invitations', id), { method: 'DELETE' });
}

export function acceptInvitation(token: string): Promise<Answer<ChangedMembers>> {
  return callApi('invitations/accept', { method: 'POST', body: { token } });
}

export function changeRole(projectId: string, actor: string, role: MemberRoleName): Promise<Answer<ChangedMembers>> {
  return callApi(apiPath('projects', projectId, 'members', actor), { method: 'PATCH', body: { role } });
}

/** Oneself: leave. */
export function removeMember(projectId: string, actor: string): Promise<Answer<ChangedMembers>> {
  return callApi(apiPath('projects', projectId, 'members', actor), { method: 'DELETE' });
}

/** Signs out here; @returns where to go then. */
export async function signOut(path: string): Promise<string> {
  return whileSigningOut(async () => {
    const response = await fetch(path, { method: 'POST' });
    if (!response.ok) throw new Error('Signing out did not work: you are still signed in. Try again in a moment.');
    return ((await response.json()) as { location: string }).location;
  });
}
