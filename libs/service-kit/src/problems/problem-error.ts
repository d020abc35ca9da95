/** One value that does not fit. */
export interface FieldError {
  /** Where it is, dotted: `source.url`; empty for the whole. */
  readonly path: string;
  readonly message: string;
}

/** An answer to a failed request, as RFC 9457 defines it, with a stable `code`. */
export interface ProblemDetails {
  /** `urn:podium:problem:<code>`. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  /** Path of the request that failed. */
  readonly instance?: string;
  readonly errors?: readonly FieldError[];
  readonly [extension: string]: unknown;
}

/** How one code looks to a client. */
export interface ProblemKind {
  readonly status: number;
  readonly title: string;
}

/** Codes and how they look. A service adds its own to `standardProblems`. */
export type ProblemCatalogue = Readonly<Record<string, ProblemKind>>;

/** Codes that mean the same in every service. */
export const standardProblems: ProblemCatalogue = {
  malformed_request: { status: 400, title: 'The request is malformed' },
  unauthenticated: { status: 401, title: 'Not signed in' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  conflict: { status: 409, title: 'Conflict' },
  concurrency_conflict: { status: 409, title: 'Somebody else changed it at the same time' },
  session_active: { status: 409, title: 'A session is active' },
  stale_edit: { status: 409, title: 'Changed since it was read' },
  payload_too_large: { status: 413, title: 'The request is too large' },
  unsupported_media_type: { status: 415, title: 'Unsupported media type' },
  validation_failed: { status: 422, title: 'The request is not valid' },
  illegal_transition: { status: 422, title: 'Not possible in this state' },
  too_many_requests: { status: 429, title: 'Too many requests' },
  internal_error: { status: 500, title: 'Internal error' },
  runtime_refused: { status: 502, title: 'The runtime refused' },
  log_unavailable: { status: 503, title: 'The log is not available' },
  service_unavailable: { status: 503, title: 'The service is not available' },
};

/** A failure with its answer. `extras` become further members of the problem, for example `errors`. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly extras: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    status: number,
    title: string,
    detail: string,
    extras: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(detail, options);
    this.code = code;
    this.status = status;
    this.title = title;
    this.extras = extras;
  }
}

/**
 * The problem of a known code, for example of a rejection. Codes that the catalogue does not know become 422: somebody
 * decided against the request, so repeating it is of no use.
 */
export function problemOf(
  code: string,
  detail: string,
  catalogue: ProblemCatalogue = standardProblems,
  extras: Readonly<Record<string, unknown>> = {},
): ProblemError {
  const kind = catalogue[code] ?? { status: 422, title: 'The request was refused' };
  return new ProblemError(code, kind.status, kind.title, detail, extras);
}

/** The members of the answer. */
export function toProblemDetails(error: ProblemError, instance?: string): ProblemDetails {
  return {
    type: `urn:podium:problem:${error.code}`,
    title: error.title,
    status: error.status,
    detail: error.message,
    code: error.code,
    ...(instance === undefined ? {} : { instance }),
    ...error.extras,
  };
}
