/** Why a request is refused, as the API server says it: it becomes a `Status` object. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';

  constructor(
    readonly code: number,
    readonly reason: string,
    message: string,
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
  }
}

export function statusOf({ code, reason, message, retryAfterSeconds }: ApiRefusal): Record<string, unknown> {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason,
    code,
    ...(retryAfterSeconds === undefined ? {} : { details: { retryAfterSeconds } }),
  };
}

export const notFound = (plural: string, name: string): ApiRefusal =>
  new ApiRefusal(404, 'NotFound', `${plural} "${name}" not found`);

export const conflict = (plural: string, name: string, why: string): ApiRefusal =>
  new ApiRefusal(409, 'Conflict', `Operation cannot be fulfilled on ${plural} "${name}": ${why}`);

export const modified = (plural: string, name: string): ApiRefusal =>
  conflict(plural, name, 'the object has been modified; please apply your changes to the latest version and try again');

export const expired = (version: number, oldest: number): ApiRefusal =>
  new ApiRefusal(410, 'Expired', `too old resource version: ${version} (${oldest})`);
