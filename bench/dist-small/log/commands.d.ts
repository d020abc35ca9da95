import { type Figure } from '../harness.ts';
/** Commands (load, decide, append with the expected position), against bare appends and against Emmett. */
export declare function measureCommands(): Promise<Figure[]>;
//# sourceMappingURL=commands.d.ts.map