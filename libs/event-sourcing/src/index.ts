export * from './cause.ts';
export * from './command-handler.ts';
export * from './decider.ts';
export * from './event-log.ts';
export * from './outcome.ts';
