import { foldBoard, foldProject, foldTask, foldPod, foldSession } from '@podium/board';
import { randomUUID } from 'node:crypto';

/** An in-memory log of facts with the views folded from it: just enough of the contract to look at the pages. */
export class FakeLog {
  facts = [];
  outputs = new Map();
  #listeners = new Set();
  #versions = new Map();
  #sequence = 0;

  get position() {
    return this.facts.length;
  }

  onFact(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Appends one fact; `agoSeconds` lets a scene begin in the past. */
  append(context, projectId, aggregateId, name, data, agoSeconds = 0) {
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
      correlationid: 'fake',
      causationid: 'fake',
      actor: 'user:local',
      version,
      position: this.facts.length + 1,
    };
    this.facts.push(fact);
    for (const listener of this.#listeners) listener(fact);
    return fact;
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
  }

  outputOf(sessionId) {
    const output = this.outputs.get(sessionId) ?? { chunks: [], listeners: new Set() };
    this.outputs.set(sessionId, output);
    return output;
  }

  board(projectId) {
    const facts = this.facts.filter((fact) => fact.subject.startsWith(`${projectId}/`));
    const created = facts[0];
    const project = created && foldProject(null, created);
    if (!project) return null;
    let board = { position: created.position, project, pod: null, tasks: [], sessions: [] };
    for (const fact of facts.slice(1)) board = board && foldBoard(board, fact);
    return board && { ...board, position: this.position };
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
