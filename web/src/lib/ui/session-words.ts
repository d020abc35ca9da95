import type { SessionPhaseName } from '@podium/board';

/** What a running session does, by its phase. */
export const phaseWords: Record<SessionPhaseName, string> = {
  planning: 'Planning',
  implementation: 'Working',
  review: 'Reviewing',
  fix: 'Fixing',
};
