import type { RecordedFact, Rejection } from '@podium/proto';

/** What became of a command. `position`: the log's position that the answer is no older than. */
export type Outcome =
  | {
      readonly kind: 'accepted';
      readonly facts: readonly RecordedFact[];
      readonly position: number;
      /** True where the same cause had been carried out before and nothing was written now. */
      readonly repeated: boolean;
    }
  /** The asked state already held. */
  | { readonly kind: 'unchanged'; readonly position: number }
  | { readonly kind: 'rejected'; readonly rejection: Rejection; readonly position: number };
