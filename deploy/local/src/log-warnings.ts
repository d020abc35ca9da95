import { open, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/** The levels that a person at the console should see. */
const shownLevels = new Set(['warn', 'error', 'fatal']);

/**
 * Shows the warnings and errors that services write into the log file, from its present end on, until the signal.
 * Everything else stays in the file.
 */
export async function showWarnings(logFile: string, say: (text: string) => void, signal: AbortSignal): Promise<void> {
  let position = await sizeOf(logFile);
  while (!signal.aborted) {
    await sleep(500, undefined, { signal, ref: false }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    const size = await sizeOf(logFile);
    if (size <= position) continue;
    const file = await open(logFile);
    const lines = createInterface({ input: file.createReadStream({ start: position, end: size - 1 }) });
    for await (const line of lines) {
      const warning = warningOf(line);
      if (warning !== undefined) say(`  ! ${warning}`);
    }
    position = size;
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return 0;
    throw error;
  }
}

/** Lines that are not JSON come from programs such as Next.js, which say little and nothing of use to a person. */
export function warningOf(line: string): string | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const { level, msg, service, err } = JSON.parse(line) as {
      level?: string;
      msg?: string;
      service?: string;
      err?: { message?: string };
    };
    if (level === undefined || !shownLevels.has(level)) return undefined;
    return [service, msg, err?.message].filter((part) => part !== undefined).join(': ');
  } catch (error) {
    // A line that is cut in two at the end of what has been read.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
