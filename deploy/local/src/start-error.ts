/** A reason not to start that a person can do something about: the message is shown as it is, without a stack. */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly code = 'CANNOT_START';
}
