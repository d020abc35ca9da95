'use client';

import type { CatalogueView } from '@podium/board';
import { useQueries } from '@tanstack/react-query';
import { useProjects } from '@/lib/live/live-context.tsx';
import { catalogueQuery } from '@/lib/sessions/preferred-model.ts';
import { useStore } from '@/lib/store.ts';
import { prefer, preferences, type PreferredModel } from '@/lib/ui/preferences.ts';
import { SettingRow, SettingsSection } from './settings-section.tsx';

type Model = CatalogueView['models'][number];

interface OfferedModel extends Model {
  /** Names of the projects whose default it is. */
  defaultOf: readonly string[];
}

const keyOf = ({ provider_id, model_id }: Pick<Model, 'provider_id' | 'model_id'>): string =>
  `${provider_id}/${model_id}`;

/** Which model answers where a message does not say, and which there are. */
export function ModelSettings() {
  const { model: preferred } = useStore(preferences);
  const models = useOfferedModels();
  const choices: readonly PreferredModel[] =
    preferred && !models.some((model) => keyOf(model) === keyOf(preferred)) ? [preferred, ...models] : models;
  const choose = (key: string): void => {
    const chosen = choices.find((model) => keyOf(model) === key);
    prefer({
      model: chosen ? { provider_id: chosen.provider_id, model_id: chosen.model_id, label: chosen.label } : null,
    });
  };
  return (
    <SettingsSection title="Models" detail="For what you execute and write in this browser.">
      <SettingRow
        name="Your model"
        detail="Answers in every project that has it, unless you choose another one for a message."
      >
        <select
          aria-label="Your model"
          value={preferred ? keyOf(preferred) : ''}
          onChange={(event) => choose(event.target.value)}
          className="field w-56"
        >
          <option value="">The project’s default</option>
          {choices.map((model) => (
            <option key={keyOf(model)} value={keyOf(model)}>
              {model.label}
            </option>
          ))}
        </select>
      </SettingRow>
      {models.length > 0 ? (
        <ul aria-label="Models that there are" className="divide-y divide-line">
          {models.map((model) => (
            <li key={keyOf(model)} className="flex flex-wrap items-baseline gap-x-3 px-4 py-2">
              <span className="font-medium">{model.label}</span>
              <code className="font-mono text-meta text-muted">{keyOf(model)}</code>
              <span className="min-w-0 flex-1 text-right text-meta text-faint [overflow-wrap:anywhere]">
                {wordsOf(model)}
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <p className="px-4 py-3 text-muted">A project’s models are known once its workspace has been ready.</p>
      )}
    </SettingsSection>
  );
}

function wordsOf({ reads_images, defaultOf }: OfferedModel): string {
  const parts = [
    ...(reads_images ? ['reads images'] : []),
    ...(defaultOf.length > 0 ? [`default of ${defaultOf.slice(0, 2).join(', ')}`] : []),
    ...(defaultOf.length > 2 ? [`and ${defaultOf.length - 2} more`] : []),
  ];
  return parts.join(' · ');
}

/** Of all projects together, each once. */
function useOfferedModels(): OfferedModel[] {
  const projects = useProjects().data?.projects ?? [];
  const catalogues = useQueries({ queries: projects.map(({ id }) => catalogueQuery(id)) });
  const found = new Map<string, OfferedModel>();
  for (const { data } of catalogues) {
    const name = projects.find(({ id }) => id === data?.project_id)?.name;
    for (const model of data?.models ?? []) {
      const known = found.get(keyOf(model)) ?? { ...model, defaultOf: [] };
      found.set(keyOf(model), model.is_default && name ? { ...known, defaultOf: [...known.defaultOf, name] } : known);
    }
  }
  return [...found.values()].sort((a, b) => a.label.localeCompare(b.label));
}
