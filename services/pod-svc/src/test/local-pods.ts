import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentTokens } from '@podium/service-kit';
import { findOpencode, findRipgrep } from '../runtimes/local/binaries.ts';
import { LocalRuntime, type LocalRuntimeOptions } from '../runtimes/local/local-runtime.ts';
import type { PodSpec } from '../runtimes/runtime.ts';

/** A URL at which nothing answers: these tests start pods and send no prompts. */
const demoModelUrl = 'http://127.0.0.1:9/v1';

export const password = (projectId: string): string => `password-of-${projectId}`;

export const tokens = (projectId: string): AgentTokens => ({
  files: `files-token-of-${projectId}`,
  proxy: `proxy-token-of-${projectId}`,
});

/** A folder with a space in its name, as people have them. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'podium pods '));
}

export function removeFolder(path: string): void {
  rmSync(path, { recursive: true, force: true });
}

export function localRuntime(dataPath: string, options: Partial<LocalRuntimeOptions> = {}): LocalRuntime {
  return new LocalRuntime({
    dataPath,
    opencodeProgram: findOpencode(),
    ripgrepPath: findRipgrep(),
    servicePath: process.env['PATH'] ?? '',
    modelAccess: { kind: 'demo', baseUrl: demoModelUrl },
    passwordOf: password,
    startTimeoutSeconds: 45,
    clone: {
      cloneTimeoutSeconds: 30,
      cloneProtocols: ['https', 'ssh', 'file'],
      cloneEnvironment: { PATH: process.env['PATH'], HOME: dataPath },
    },
    ...options,
  });
}

export function podSpec(spec: Partial<PodSpec> = {}): PodSpec {
  return { projectId: 'p1', generation: 1, origin: { source: 'empty' }, ...spec };
}

/** Never aborted. */
export const untroubled = { signal: new AbortController().signal };

/** Answer of a pod's server, as JSON where it is JSON. */
export async function ask(
  endpoint: string,
  path: string,
  projectId = 'p1',
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${endpoint}${path}`, {
    headers: { authorization: `Basic ${Buffer.from(`opencode:${password(projectId)}`).toString('base64')}` },
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  return { status: response.status, body: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text };
}

export function gitIn(path: string, ...args: string[]): string {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@podium.invalid'];
  return execFileSync('git', [...identity, ...args], { cwd: path, encoding: 'utf8', stdio: 'pipe' }).trim();
}
