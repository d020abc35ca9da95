import type { IncomingMessage } from 'node:http';
import { problemOf } from '@podium/service-kit';
import type { NextFunction, Request, Response } from 'express';
import { pathPattern, type ApiRouteSpec } from './api-route.ts';

/** Tells requests whose body is a file, whatever its media type, from those that are JSON. */
export class BodyKinds {
  readonly #uploads: readonly { readonly method: string; readonly pattern: RegExp }[];

  constructor(routes: readonly ApiRouteSpec[]) {
    this.#uploads = routes
      .filter(({ upload }) => upload)
      .map(({ method, path }) => ({ method: method.toUpperCase(), pattern: pathPattern(`/api${path}`) }));
  }

  isUpload({ method, url = '' }: Pick<IncomingMessage, 'method' | 'url'>): boolean {
    const path = url.split('?', 1)[0] ?? '';
    return this.#uploads.some((upload) => upload.method === method && upload.pattern.test(path));
  }

  isJson(request: IncomingMessage): boolean {
    return isJsonType(request.headers['content-type']) && !this.isUpload(request);
  }
}

/** Answers bodies that are neither JSON nor an upload with 415, instead of taking them for nothing. */
export function mediaTypeCheck(kinds: BodyKinds): (request: Request, response: Response, next: NextFunction) => void {
  return (request, _response, next) => {
    const isFine =
      !hasBody(request) ||
      isJsonType(request.headers['content-type']) ||
      kinds.isUpload({ method: request.method, url: request.originalUrl });
    if (isFine) next();
    else next(problemOf('unsupported_media_type', 'Send the body as application/json.'));
  };
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function isJsonType(contentType: string | undefined): boolean {
  return contentType?.split(';', 1)[0]?.trim().toLowerCase() === 'application/json';
}
