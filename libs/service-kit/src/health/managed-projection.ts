/** How far a projection is. Positions are places in the log. */
export interface ProjectionStatus {
  /** Everything up to here is in the tables. */
  readonly position: number;
  /** The log's last position. */
  readonly head: number;
  /** `head - position`. */
  readonly lag: number;
  /** `standby`: another replica writes the tables. `failed`: stopped by an error that repeating does not cure. */
  readonly state: 'running' | 'standby' | 'stopped' | 'failed';
  /** Why it failed, or what it is retrying. */
  readonly error?: string;
}

/** What the kit needs of a projection to start it, to stop it and to tell whether it keeps up. */
export interface ManagedProjection {
  readonly name: string;
  start(): Promise<void>;
  /** Finishes the batch at hand. */
  stop(): Promise<void>;
  status(): Promise<ProjectionStatus>;
  /** Lets operators work on it, under the name of its service, until it is stopped. Before `start()`. */
  expose?(service: string): void;
}
