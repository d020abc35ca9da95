import { runMain } from '@podium/service-kit';
import { start } from './index.ts';

await runMain(start);
