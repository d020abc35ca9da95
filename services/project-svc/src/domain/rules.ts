/** Each rule answers with a sentence for a person, or with undefined where the value is fine. */

export function nameProblem(name: string, of = 'project'): string | undefined {
  const length = name.trim().length;
  return length >= 1 && length <= 100 ? undefined : `A ${of} needs a name of 1 to 100 characters.`;
}

export function descriptionProblem(description: string): string | undefined {
  return description.length <= 10_000 ? undefined : 'A description may have up to 10,000 characters.';
}

export function sessionsProblem(count: number): string | undefined {
  return Number.isInteger(count) && count >= 1 && count <= 10
    ? undefined
    : 'A project may run 1 to 10 sessions at once.';
}

/**
 * Only transports that name a remote host: a local path or `file://` would reach into the machine of the pod. No
 * password or token: the log keeps every URL for ever, readable.
 */
export function repositoryUrlProblem(url: string): string | undefined {
  const trimmed = url.trim();
  if (!/^(https:\/\/|ssh:\/\/|git@)[^\s-][^\s]*$/.test(trimmed)) {
    return 'A repository URL starts with https://, ssh:// or git@.';
  }
  const userInfo = /^(?:https|ssh):\/\/([^/@]*)@/.exec(trimmed)?.[1] ?? '';
  const hasSecret = userInfo.includes(':') || (trimmed.startsWith('https:') && userInfo !== '');
  return hasSecret
    ? 'A repository URL must not hold a password or token. Let git find your credentials, for example through ssh.'
    : undefined;
}
