import type { Aggregate } from '@podium/event-sourcing';

/** The answer to a write that was carried out. */
export class Written<Body> {
  readonly body: Body;
  /** Position in the log that a later read has to reach to contain the write; undefined where nothing was written. */
  readonly position: number | undefined;
  /** Path of what was made. */
  readonly location: string | undefined;

  constructor(body: Body, position: number | undefined, location?: string) {
    this.body = body;
    this.position = position;
    this.location = location;
  }
}

/** The answer to a write whose outcome has not come in time. It is not lost: the client can follow the request. */
export class PendingRequest {
  readonly requestId: string;
  /** Path under which its outcome is found. */
  readonly follow: string;

  constructor(requestId: string, aggregate: Aggregate) {
    this.requestId = requestId;
    this.follow = `/api/requests/${requestId}?of=${aggregate.projectId}/${aggregate.context}/${aggregate.id}`;
  }
}
