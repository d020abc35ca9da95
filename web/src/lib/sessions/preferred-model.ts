import type { CatalogueView, ChosenModelView } from '@podium/board';
import type { QueryClient } from '@tanstack/react-query';
import { getCatalogue } from '../api/session-requests.ts';
import type { PreferredModel } from '../ui/preferences.ts';

/** What a project's runtime offers for prompts. */
export function catalogueQuery(projectId: string) {
  return {
    queryKey: ['catalogue', projectId],
    queryFn: ({ signal }: { signal: AbortSignal }) => getCatalogue(projectId, signal),
    staleTime: 60_000,
  };
}

/** The model that a person prefers, among those that are offered; undefined where it is not, or there is none. */
export function preferredAmong(
  models: CatalogueView['models'],
  preferred: PreferredModel | null,
): ChosenModelView | undefined {
  const found = models.find(
    ({ provider_id, model_id }) => provider_id === preferred?.provider_id && model_id === preferred.model_id,
  );
  return found && { provider_id: found.provider_id, model_id: found.model_id };
}

/** The same, for a project whose models may not be known yet. */
export async function preferredModelOf(
  client: QueryClient,
  projectId: string,
  preferred: PreferredModel,
): Promise<ChosenModelView | undefined> {
  const { models } = await client.fetchQuery(catalogueQuery(projectId));
  return preferredAmong(models, preferred);
}
