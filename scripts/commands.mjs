import { spawn } from 'node:child_process';

/** The command that runs now; it leads a process group of its own, which is ended as a whole. */
let running;

/**
 * Runs a program and shows its output only if it fails.
 *
 * @param {string} title what a person reads meanwhile
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<void>} rejects with a CommandError
 */
export async function runStep(title, command, args, options) {
  const startedAt = performance.now();
  const stopSpinner = spin(title);
  try {
    await run(command, args, options);
  } catch (error) {
    stopSpinner();
    console.log(`  ✗ ${title} ${seconds(startedAt)}`);
    throw error;
  }
  stopSpinner();
  console.log(`  ✓ ${title} ${seconds(startedAt)}`);
}

/** A command that failed; `output` is what it said last. */
export class CommandError extends Error {
  name = 'CommandError';
  code = 'COMMAND_FAILED';

  /** @param {string} message @param {string} output */
  constructor(message, output) {
    super(message);
    this.output = output;
  }
}

/** Ends the command that runs now, with everything that it has started. */
export function endRunningCommand() {
  if (running?.exitCode !== null || running.signalCode !== null) return;
  process.kill(-running.pid, 'SIGTERM');
}

const keptOutputCharacters = 20_000;

function run(command, args, { cwd, env = process.env }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    running = child;
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (output = (output + text).slice(-keptOutputCharacters)));
    }
    child.once('error', (error) => reject(new CommandError(`${command} cannot be run: ${error.message}`, '')));
    child.once('close', (exitCode, signal) => {
      if (exitCode === 0) resolve();
      else
        reject(
          new CommandError(
            `"${[command, ...args].join(' ')}" failed (${signal ?? `exit code ${exitCode}`}).`,
            output.trimEnd(),
          ),
        );
    });
  });
}

/** A moving sign on a terminal; elsewhere one line, as a log is read later. */
function spin(title) {
  if (!process.stdout.isTTY) {
    console.log(`  … ${title}`);
    return () => undefined;
  }
  const startedAt = performance.now();
  let frame = 0;
  const timer = setInterval(() => {
    frame = (frame + 1) % frames.length;
    process.stdout.write(`\r\u001b[2K  ${frames[frame]} ${title} ${seconds(startedAt)}`);
  }, 100);
  return () => {
    clearInterval(timer);
    process.stdout.write('\r\u001b[2K');
  };
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

function seconds(startedAt) {
  return `(${((performance.now() - startedAt) / 1000).toFixed(1)} s)`;
}
