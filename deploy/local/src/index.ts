export { run, type RunOptions } from './run.ts';
export { podiumServices, type ServiceDescription } from './services.ts';
