export * from './event-log-contract.ts';
export * from './given.ts';
export * from './in-memory-event-log.ts';
