export * from './analytics.ts';
export * from './checkpoint.ts';
export * from './follow-facts.ts';
export * from './metrics.ts';
export * from './report.ts';
