import { fact, isSame, type Decider } from '@podium/event-sourcing';
import type { MessageTypes } from '@podium/proto';

export type Catalogue = MessageTypes['podium.session.v1.RuntimeCatalogued'];

/** What a project's runtime offers for prompts. Only what has changed becomes a fact. */
export const catalogueDecider: Decider<Catalogue | null, Catalogue> = {
  initialState: null,
  decide: (known, seen) => (isSame(known, seen) ? [] : [fact('podium.session.v1.RuntimeCatalogued', seen)]),
  evolve: (known, event) => (event.type === 'podium.session.v1.RuntimeCatalogued' ? event.data : known),
};
