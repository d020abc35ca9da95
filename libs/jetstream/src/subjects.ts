import type { Aggregate } from '@podium/event-sourcing';
import type { Context } from '@podium/proto';
import { InvalidSubjectError } from './errors.ts';

/** A subject that went through the allow-list. Only such ones can be published to. */
export type Subject = string & { readonly subject: unique symbol };

/** Where a request goes: the context that decides it, or the queue of sessions to run. */
export type Lane = Context | 'session-run';

/** What a request is about. */
export interface RequestAddress {
  readonly projectId: string;
  readonly lane: Lane;
  /** Identifier of the aggregate. */
  readonly id: string;
}

/** Ids are lower-case; a lone `_` stands for "no project". */
const token = /^(?:[a-z0-9-]{1,64}|_)$/;
/** Names of consumers are also names of files at the server. */
const consumerName = /^[a-z0-9-]{1,100}$/;
const wildcardToken = '*';

/** `evt.<project>.<context>.<id>`. @throws InvalidSubjectError */
export function factSubject(aggregate: Aggregate): Subject {
  return subjectOf('evt', aggregate.projectId, aggregate.context, aggregate.id);
}

/** `snp.<project>.<context>.<id>`. @throws InvalidSubjectError */
export function snapshotSubject(aggregate: Aggregate): Subject {
  return subjectOf('snp', aggregate.projectId, aggregate.context, aggregate.id);
}

/** `req.<project>.<lane>.<id>`. @throws InvalidSubjectError */
export function requestSubject({ projectId, lane, id }: RequestAddress): Subject {
  return subjectOf('req', projectId, lane, id);
}

/** `out.<project>.<context>.<id>`. @throws InvalidSubjectError */
export function outcomeSubject({ projectId, lane, id }: RequestAddress): Subject {
  return subjectOf('out', projectId, lane, id);
}

/** `log.<project>.<session>`. @throws InvalidSubjectError */
export function outputSubject(projectId: string, sessionId: string): Subject {
  return subjectOf('log', projectId, sessionId);
}

/** The output of all sessions of a project. @throws InvalidSubjectError */
export function projectOutputFilter(projectId: string): string {
  return `log.${allowed(projectId)}.*`;
}

/** A timer of an aggregate. */
export interface TimerAddress {
  readonly context: Context;
  /** Identifier of the aggregate. */
  readonly id: string;
  readonly name: string;
}

/** `tmr.<context>.<id>.<name>`: where a timer stands until it is due. @throws InvalidSubjectError */
export function timerSubject({ context, id, name }: TimerAddress): Subject {
  return subjectOf('tmr', context, id, name);
}

/** `tmr.due.<context>.<id>.<name>`: where it goes when it is due. @throws InvalidSubjectError */
export function dueSubject({ context, id, name }: TimerAddress): Subject {
  return subjectOf('tmr', 'due', context, id, name);
}

/** What those listen to who handle timers of a context. */
export function dueFilter(context: Context): string {
  return `tmr.due.${allowed(context)}.*.*`;
}

/** `prk.<service>.<consumer>`. @throws InvalidSubjectError */
export function parkedSubject(service: string, consumer: string): Subject {
  assertConsumerName(service);
  assertConsumerName(consumer);
  return `prk.${service}.${consumer}` as Subject;
}

/** `prk.<service>.<consumer>.resolved`: what became of its references. @throws InvalidSubjectError */
export function resolvedSubject(service: string, consumer: string): Subject {
  return `${parkedSubject(service, consumer)}.resolved` as Subject;
}

/** `podium.ctl.consumers.<consumer>`: where the running instances of a durable consumer can be asked. @throws InvalidSubjectError */
export function consumerControlSubject(consumer: string): Subject {
  assertConsumerName(consumer);
  return `podium.ctl.consumers.${consumer}` as Subject;
}

/** What a reader of facts listens to: whole contexts, in all projects or in one. */
export function factFilters(contexts: readonly Context[] | undefined, projectId: string | undefined): string[] {
  const project = projectId === undefined ? wildcardToken : allowed(projectId);
  return contexts
    ? [...new Set(contexts)].map((context) => `evt.${project}.${allowed(context)}.*`)
    : [`evt.${project}.*.*`];
}

/** What the handlers of a lane listen to. */
export function laneFilter(lane: Lane): string {
  return `req.*.${allowed(lane)}.*`;
}

/** The parts of a request's subject. @throws InvalidSubjectError where it is none. */
export function parseRequestSubject(subject: string): RequestAddress {
  const [kind, projectId, lane, id, ...rest] = subject.split('.');
  if (kind !== 'req' || !projectId || !lane || !id || rest.length > 0) {
    throw new InvalidSubjectError(`${JSON.stringify(subject)} is not the subject of a request`);
  }
  return { projectId, lane: lane as Lane, id };
}

/** @throws InvalidSubjectError */
export function assertConsumerName(name: string): void {
  if (!consumerName.test(name)) throw new InvalidSubjectError(`${JSON.stringify(name)} can't name a consumer`);
}

function subjectOf(kind: string, ...tokens: string[]): Subject {
  return [kind, ...tokens.map(allowed)].join('.') as Subject;
}

function allowed(name: string): string {
  if (!token.test(name)) {
    throw new InvalidSubjectError(`${JSON.stringify(name)} can't be part of a subject: 1 to 64 of a-z, 0-9 and "-"`);
  }
  return name;
}
