export * from './cause.ts';
export * from './command-handler.ts';
export * from './decider.ts';
export * from './event-log.ts';
export * from './outcome.ts';
export * from './rules-version.ts';
export * from './snapshots.ts';
export * from './state-codec.ts';
