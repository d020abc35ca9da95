import type { FactType } from '@podium/proto';

/** How far a rebuild or a verification is. */
export interface OperationProgress {
  /**
   * `reading`: folding what was in the log at the begin; `catching-up`: what has come since; then `swapping` (rebuild)
   * or `comparing` (verify).
   */
  readonly phase: 'reading' | 'catching-up' | 'swapping' | 'comparing';
  /** Position up to which the log is folded: facts done. */
  readonly done: number;
  /** Position at which it will be done; grows with the log. */
  readonly total: number;
  readonly factsPerSecond: number;
  /** Undefined until there is a rate. */
  readonly secondsLeft?: number;
}

/** What a replica is doing to the tables beside keeping them up to date. */
export interface Operation {
  /** `upgrade`: the service itself replaces the tables of another version of the projection. */
  readonly kind: 'rebuild' | 'verify' | 'upgrade';
  /** Absent until it has begun. */
  readonly progress?: OperationProgress;
}

export interface OperationOptions {
  readonly onProgress?: (progress: OperationProgress) => void;
  /** Cancels it: what was built is removed and the live tables stay as they are. */
  readonly signal?: AbortSignal;
}

export interface RebuildOptions extends OperationOptions {
  /** Drops the replaced tables instead of keeping them in the schema `<schema>__previous`. Default false. */
  readonly dropPrevious?: boolean;
}

export interface RebuildResult {
  /** Version that is live now. */
  readonly version: number;
  /** Position at which the new tables took the place of the old ones. */
  readonly position: number;
  readonly tables: readonly { readonly table: string; readonly rows: number }[];
  readonly durationSeconds: number;
  /** Whole rebuild, the swap included. */
  readonly factsPerSecond: number;
  /** How long readers and the live writer were kept waiting. */
  readonly swapMilliseconds: number;
}

/** The event that last changed a row, as the log says. */
export interface ResponsibleEvent {
  readonly position: number;
  readonly type: FactType;
  readonly id: string;
  readonly subject: string;
  /** RFC 3339. */
  readonly time: string;
}

/** A place where a live table is not what the log says. */
export interface RowDifference {
  readonly table: string;
  readonly key: string;
  /** `missing`: the live table lacks the row; `surplus`: it has one that the log does not make. */
  readonly kind: 'different' | 'missing' | 'surplus';
  /** First column that differs; absent unless `kind` is `different`. */
  readonly column?: string;
  /** In the live table: the column's value, or the whole row; null where there is none. As PostgreSQL gives it in JSON. */
  readonly live: unknown;
  /** What it should be. */
  readonly expected: unknown;
  /** Null where no event ever touched such a row. */
  readonly event: ResponsibleEvent | null;
}

export interface VerifyResult {
  readonly identical: boolean;
  /** At which both were compared. */
  readonly position: number;
  readonly tables: readonly {
    readonly table: string;
    /** Rows that the log makes. */
    readonly rows: number;
    readonly differences: number;
  }[];
  /** In the order of the projection's tables, then of keys. */
  readonly firstDifference?: RowDifference;
  readonly durationSeconds: number;
}
