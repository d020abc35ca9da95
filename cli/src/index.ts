export { runCli } from './cli.ts';
export { exitCodes, type ExitCode } from './exit-codes.ts';
export type { Io } from './io.ts';
