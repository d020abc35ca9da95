/** Each rule answers with a sentence for a person, or with undefined where the value is fine. */

export function nameProblem(name: string): string | undefined {
  const length = name.trim().length;
  return length >= 1 && length <= 100 ? undefined : 'A project needs a name of 1 to 100 characters.';
}

export function descriptionProblem(description: string): string | undefined {
  return description.length <= 10_000 ? undefined : 'A description may have up to 10,000 characters.';
}

export function sessionsProblem(count: number): string | undefined {
  return Number.isInteger(count) && count >= 1 && count <= 10
    ? undefined
    : 'A project may run 1 to 10 sessions at once.';
}

/** Only transports that name a remote host: a local path or `file://` would reach into the machine of the pod. */
export function repositoryUrlProblem(url: string): string | undefined {
  return /^(https:\/\/|ssh:\/\/|git@)[^\s-][^\s]*$/.test(url.trim())
    ? undefined
    : 'A repository URL starts with https://, ssh:// or git@.';
}
