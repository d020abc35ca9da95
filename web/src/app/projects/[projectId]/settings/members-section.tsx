'use client';

import type { ProjectView } from '@podium/board';
import { ProjectMembers } from '@/features/people/project-members.tsx';
import { useSignedIn } from '@/features/people/use-signed-in.ts';
import { SettingsSection } from '@/features/settings/settings-section.tsx';

/** Who belongs to the project. Not there where nobody signs in: there is one person then. */
export function MembersSection({ project }: { project: ProjectView }) {
  const { data: me } = useSignedIn();
  if (me?.signed_in_by !== 'oidc') return null;
  return (
    <SettingsSection
      title="Members"
      detail="Members do everything on the board. Owners also say who belongs to it, and may delete it."
    >
      <ProjectMembers project={project} me={me} />
    </SettingsSection>
  );
}
