export * from './export-facts.ts';
export type { ExportRange, Moment } from './range.ts';
