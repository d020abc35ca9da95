import {
  BoardFold,
  foldPod,
  foldProject,
  foldSession,
  foldTask,
  presentBoard,
  tellStory,
  timelineMark,
} from '@podium/board';
import { randomUUID } from 'node:crypto';
import { me, nameOf } from './fake-people.mjs';

/** What a person asks for, by the fact that it leads to. */
const requestNames = {
  TaskCreated: 'TaskCreate',
  TaskEdited: 'TaskEdit',
  TaskMoved: 'TaskMove',
  TaskDeleted: 'TaskDelete',
  TaskExecutionStarted: 'TaskExecute',
  SessionStopping: 'SessionStop',
};

/** An in-memory log of facts with the views folded from it: just enough of the contract to look at the pages. */
export class FakeLog {
  facts = [];
  requests = [];
  refusals = [];
  outputs = new Map();
  #listeners = new Set();
  #outputListeners = new Set();
  #versions = new Map();
  #sequence = 0;

  get position() {
    return this.facts.length;
  }

  onFact(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Appends one fact; `agoSeconds` lets a scene begin in the past. Without a cause it is what the person asked for.
   */
  append(context, projectId, aggregateId, name, data, agoSeconds = 0, cause = this.request(context, name)) {
    const subject = `${projectId}/${context}/${aggregateId}`;
    const version = (this.#versions.get(subject) ?? 0) + 1;
    this.#versions.set(subject, version);
    const type = `podium.${context}.v1.${name}`;
    const fact = {
      specversion: '1.0',
      id: randomUUID(),
      source: `/podium/${context}-svc`,
      type,
      subject,
      time: new Date(Date.now() - agoSeconds * 1000).toISOString(),
      datacontenttype: 'application/json',
      dataschema: type,
      data,
      correlationid: cause.correlationid,
      causationid: cause.id,
      actor: cause.position ? `service:${context}-svc` : cause.actor,
      version,
      position: this.facts.length + 1,
    };
    this.facts.push(fact);
    for (const listener of this.#listeners) listener(fact);
    return fact;
  }

  /** Keeps that a person asked for something and was refused. */
  refuse(projectId, taskId, name, { code, detail }) {
    const request = this.request('task', name);
    const type = `podium.task.v1.${name}Rejected`;
    const subject = `${projectId}/task/${taskId}`;
    const envelope = { specversion: '1.0', id: randomUUID(), source: '/podium/task-svc', type, subject, version: 0 };
    const from = { correlationid: request.id, causationid: request.id, actor: me };
    const time = new Date().toISOString();
    this.refusals.push({ ...envelope, ...from, time, data: { rejection: { code, detail } } });
  }

  appendOutput(sessionId, kind, text, extra = {}, agoSeconds = 0) {
    const output = this.outputs.get(sessionId) ?? { chunks: [], listeners: new Set() };
    this.outputs.set(sessionId, output);
    this.#sequence += 1;
    const chunk = {
      sessionId,
      number: output.chunks.length + 1,
      kind: `OUTPUT_KIND_${kind}`,
      text,
      time: new Date(Date.now() - agoSeconds * 1000).toISOString(),
      partOffset: 0,
      ...extra,
    };
    const entry = { sessionId, sequence: this.#sequence, chunk };
    output.chunks.push(entry);
    for (const listener of output.listeners) listener(entry);
    if (text.trim()) for (const listener of this.#outputListeners) listener(entry);
  }

  onOutput(listener) {
    this.#outputListeners.add(listener);
    return () => this.#outputListeners.delete(listener);
  }

  outputOf(sessionId) {
    const output = this.outputs.get(sessionId) ?? { chunks: [], listeners: new Set() };
    this.outputs.set(sessionId, output);
    return output;
  }

  board(projectId) {
    const fold = new BoardFold();
    for (const fact of this.#ofProject(projectId)) fold.apply(fact);
    const { board } = fold;
    return board && { ...presentBoard(board), position: this.position };
  }

  /** Its cards that were put away. */
  archived(projectId) {
    const fold = new BoardFold();
    for (const fact of this.#ofProject(projectId)) fold.apply(fact);
    return fold.board?.tasks.filter((task) => task.archived_at) ?? [];
  }

  /** The board as it was after a position. */
  boardAt(projectId, position) {
    const fold = new BoardFold();
    const all = this.#ofProject(projectId);
    const facts = all.filter((fact) => fact.position <= position);
    for (const fact of facts) fold.apply(fact);
    const board = fold.board;
    const at = {
      position: facts.at(-1)?.position,
      time: facts.at(-1)?.time,
      previous_position: facts.at(-2)?.position ?? null,
      next_position: all[facts.length]?.position ?? null,
    };
    return board && { ...presentBoard(board), at };
  }

  timeline(projectId, from = 0) {
    const facts = this.#ofProject(projectId);
    const titles = new Map();
    const marks = facts.flatMap((fact) => {
      if (fact.data.title) titles.set(fact.data.taskId, fact.data.title);
      return timelineMark(fact, { titleOf: (id) => titles.get(id), nameOf }) ?? [];
    });
    const moment = (fact) => ({ position: fact.position, time: fact.time });
    return {
      first: moment(facts[0]),
      head: { position: this.position, time: facts.at(-1).time },
      marks: marks.filter((mark) => mark.position >= from),
      next_cursor: null,
    };
  }

  story(taskId) {
    const created = this.facts.find((fact) => fact.data.taskId === taskId);
    if (!created) return null;
    const all = this.#ofProject(created.subject.split('/')[0]);
    const entries = tellStory({
      facts: all.filter((fact) => fact.data.taskId === taskId),
      waitFacts: all.filter((fact) => fact.type.startsWith('podium.pod.')),
      otherFacts: [],
      requests: this.requests,
      refusals: this.refusals.filter((refusal) => refusal.subject.endsWith(`/task/${taskId}`)),
      nameOf,
    });
    return { task_id: taskId, entries, position: this.position };
  }

  #ofProject(projectId) {
    return this.facts.filter((fact) => fact.subject.startsWith(`${projectId}/`));
  }

  /** What somebody asks for, as the cause of the fact that it leads to. */
  request(context, name, actor = me) {
    const id = randomUUID();
    const type = `podium.${context}.v1.${requestNames[name] ?? name}Requested`;
    const request = { id, type, correlationid: id, causationid: id, actor, data: {} };
    this.requests.push(request);
    return request;
  }

  projects() {
    const ids = this.facts.filter((fact) => fact.type.endsWith('.ProjectCreated')).map((fact) => fact.data.projectId);
    return ids.flatMap((id) => this.summary(id) ?? []).reverse();
  }

  summary(projectId) {
    const board = this.board(projectId);
    if (!board) return null;
    const task_counts = {
      TODO: 0,
      PLANNING: 0,
      PLANNING_REVIEW: 0,
      IN_PROGRESS: 0,
      AI_REVIEW: 0,
      HUMAN_REVIEW: 0,
      DONE: 0,
    };
    for (const task of board.tasks) task_counts[task.status] += 1;
    const active = board.sessions.filter((session) => !['completed', 'failed', 'cancelled'].includes(session.status));
    return { ...board.project, pod: board.pod, task_counts, active_sessions: active.length };
  }

  task(projectId, taskId) {
    return this.#fold(`${projectId}/task/${taskId}`, foldTask);
  }

  /** A task as it was before it was deleted. */
  lastTask(projectId, taskId) {
    const facts = this.facts.filter((fact) => fact.data.taskId === taskId && !fact.type.endsWith('.TaskDeleted'));
    return facts.reduce((view, fact) => foldTask(view, fact), null);
  }

  session(projectId, sessionId) {
    return this.#fold(`${projectId}/session/${sessionId}`, foldSession);
  }

  pod(projectId) {
    return this.#fold(`${projectId}/pod/${projectId}`, foldPod);
  }

  sessionsOf(projectId, taskId) {
    const queued = this.facts.filter((fact) => fact.type.endsWith('.SessionQueued') && fact.data.taskId === taskId);
    return queued.map((fact) => this.session(projectId, fact.data.sessionId)).reverse();
  }

  #fold(subject, fold) {
    return this.facts.filter((fact) => fact.subject === subject).reduce((view, fact) => fold(view, fact), null);
  }
}
