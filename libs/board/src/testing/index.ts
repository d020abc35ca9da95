export * from './written-history.ts';
export * from './random-history.ts';
