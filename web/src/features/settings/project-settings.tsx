'use client';

import { useState } from 'react';
import { useProjects } from '@/lib/live/live-context.tsx';
import { ProjectForm } from './project-form.tsx';
import { SettingRow, SettingsSection } from './settings-section.tsx';

/** How much the agents of a project may do before a person is asked. */
export function ProjectSettings() {
  const { data } = useProjects();
  const [chosenId, setChosenId] = useState<string | null>(null);
  const project = data?.projects.find(({ id }) => id === chosenId) ?? data?.projects[0];
  if (!data || !project) return null;
  return (
    <SettingsSection
      title="Project"
      detail="How much its agents may do before a person is asked. 0 means: as much as they like."
    >
      <SettingRow name="Project">
        <select
          aria-label="Project"
          value={project.id}
          onChange={(event) => setChosenId(event.target.value)}
          className="field w-56"
        >
          {data.projects.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </SettingRow>
      <ProjectForm key={project.id} project={project} />
    </SettingsSection>
  );
}
