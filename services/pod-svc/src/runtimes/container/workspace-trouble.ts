import type { RuntimeErrorCode } from '../runtime.ts';
import { workspaceExit } from './workspace-script.ts';

/** Why a workspace could not be prepared. */
export interface WorkspaceTrouble {
  readonly code: RuntimeErrorCode;
  /** One sentence for a person. */
  readonly message: string;
  /** Whether another try, unchanged, can help. */
  readonly retryable: boolean;
}

/** What an exit code of the script other than 0 means. `lastWords` is what it wrote before it ended. */
export function workspaceTrouble(exitCode: number, lastWords: string): WorkspaceTrouble {
  const words = withoutSecrets(lastWords.trim()) || `exit code ${exitCode}`;
  switch (exitCode) {
    case workspaceExit.cloneFailed:
      return { code: 'clone_failed', message: `Cloning the repository failed: ${words}`, retryable: true };
    case workspaceExit.cloneTimeout:
      return { code: 'clone_timeout', message: 'Cloning the repository took too long.', retryable: true };
    case workspaceExit.urlInvalid:
      return { code: 'repository_url_invalid', message: words, retryable: false };
    case workspaceExit.sampleMissing:
      return { code: 'workspace_failed', message: words, retryable: false };
    default:
      return { code: 'workspace_failed', message: `Preparing the workspace failed: ${words}`, retryable: true };
  }
}

/** A URL may carry a name and a token. */
export function withoutSecrets(text: string): string {
  return text.replace(/([a-z]+:\/\/)[^/@\s]+@/gi, '$1');
}
