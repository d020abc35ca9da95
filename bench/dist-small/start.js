import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PodiumStack, residentMegabytes } from '@podium/stack-driver';
const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url));
/** Long enough for what the start left over to be collected. */
const settleSeconds = 15;
/** A stack that was started on installed, built sources and has nothing to do. */
export async function measureIdle(underTest) {
    const { stack, startSeconds } = await underTest.started();
    await sleep(settleSeconds * 1000);
    return [
        { name: 'npm start on built sources', value: startSeconds, unit: 's', atMost: 15 },
        { name: 'whole stack idle, resident', value: residentMegabytes(stack.pid), unit: 'MB', atMost: 700 },
    ];
}
/** What is committed, cloned to an empty folder and started, with this machine's npm cache. */
export async function measureFreshClone() {
    const directory = mkdtempSync(join(tmpdir(), 'podium clone '));
    const cache = execFileSync('npm', ['config', 'get', 'cache'], { encoding: 'utf8' }).trim();
    try {
        execFileSync('git', ['clone', '--quiet', '--no-hardlinks', repositoryRoot, join(directory, 'podium')]);
        const begin = performance.now();
        const stack = await PodiumStack.start({ root: join(directory, 'podium'), env: { npm_config_cache: cache } });
        const seconds = (performance.now() - begin) / 1000;
        await stack.dispose();
        return [{ name: 'npm start on a fresh clone, warm npm cache', value: seconds, unit: 's', atMost: 180 }];
    }
    finally {
        rmSync(directory, { recursive: true, force: true });
    }
}
//# sourceMappingURL=start.js.map