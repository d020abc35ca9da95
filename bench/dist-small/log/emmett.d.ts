import type { CarryOut } from './command-workload.ts';
/** The same rules on Emmett's command handler and its PostgreSQL store. */
export declare function throughEmmett(databaseUrl: string): Promise<{
    carryOut: CarryOut;
    close: () => Promise<void>;
}>;
//# sourceMappingURL=emmett.d.ts.map