export * from './event-log-contract.ts';
export * from './given.ts';
export * from './in-memory-event-log.ts';
export * from './in-memory-snapshots.ts';
export * from './snapshot-contract.ts';
