/** What the gateway says when it refuses (RFC 9457), and what the browser says when no answer came. */
export interface Problem {
  title: string;
  status: number;
  /** One sentence for a person. */
  detail: string;
  /** Stable, in snake_case; `unreachable` where no answer came. */
  code: string;
  /** Messages by field, for forms. */
  fields: Record<string, string>;
}

export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: string;

  constructor(
    readonly problem: Problem,
    options?: ErrorOptions,
  ) {
    super(problem.detail, options);
    this.code = problem.code;
  }
}

/** The body of a refusal as a problem; tolerant, because proxies answer in their own shapes. */
export function problemOf(status: number, body: unknown): Problem {
  const given = isRecord(body) ? body : {};
  const title = text(given.title) ?? `The server answered ${status}`;
  return {
    title,
    status,
    detail: text(given.detail) ?? title,
    code: text(given.code) ?? `http_${status}`,
    fields: fieldsOf(given.errors),
  };
}

/** The problem of a request that got no answer at all. */
export function unreachable(): Problem {
  return {
    title: 'No connection',
    status: 0,
    detail:
      'Podium can’t be reached. What still got through shows when the connection is back; otherwise try again then.',
    code: 'unreachable',
    fields: {},
  };
}

/** What to show a person for anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function fieldsOf(errors: unknown): Record<string, string> {
  if (Array.isArray(errors)) {
    return Object.fromEntries(errors.filter(isRecord).flatMap((entry) => fieldOf(entry)));
  }
  if (!isRecord(errors)) return {};
  return Object.fromEntries(
    Object.entries(errors).map(([field, message]) => [
      field,
      Array.isArray(message) ? String(message[0]) : String(message),
    ]),
  );
}

function fieldOf(entry: Record<string, unknown>): [string, string][] {
  const name = text(entry.field) ?? text(entry.path) ?? text(entry.pointer)?.replace(/^#?\//, '');
  const message = text(entry.message) ?? text(entry.detail);
  return name && message ? [[name, message]] : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value ? value : undefined;
}
