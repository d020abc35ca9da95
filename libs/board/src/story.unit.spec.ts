import { describe, expect, it } from '@jest/globals';
import { FailureClass, SessionPhase, TaskPriority, TaskStatus, WorkspaceSource } from '@podium/proto';
import { tellStory } from './story.ts';
import type { StoryEntry, StoryRefusal, StoryRequest } from './story-types.ts';
import { WrittenHistory } from './testing/written-history.ts';

const [projectId, taskId, sessionId] = ['p', 't', 's'];
const session = 'service:session-svc';
const usage = { inputTokens: 10, outputTokens: 5, cachedTokens: 0, costUsd: 0.5 };

function request(
  id: string,
  type: StoryRequest['type'],
  actor: string,
  cause = { id, correlationid: id },
): StoryRequest {
  return { id, type, actor, causationid: cause.id, correlationid: cause.correlationid } as StoryRequest;
}

/** A card that was created and executed, up to where an agent has started; the pod had to be started first. */
function executed() {
  const history = new WrittenHistory();
  const project = history.write(projectId, projectId, 'podium.project.v1.ProjectCreated', {
    projectId,
    name: 'Demo',
    description: '',
    source: WorkspaceSource.EMPTY,
    maxConcurrentSessions: 3,
  });
  const text = { taskId, title: 'Add a README', priority: TaskPriority.LOW };
  history.write(projectId, taskId, 'podium.task.v1.TaskCreated', { ...text, description: '', rank: 'a0' });
  const run = { sessionId, taskId };
  const started = history.write(projectId, taskId, 'podium.task.v1.TaskExecutionStarted', {
    ...run,
    ...text,
    prompt: 'Add a README',
    from: TaskStatus.TODO,
    to: TaskStatus.IN_PROGRESS,
  });
  const execute = request(started.causationid, 'podium.task.v1.TaskExecuteRequested', 'user:ann');
  const queued = history.write(
    projectId,
    sessionId,
    'podium.session.v1.SessionQueued',
    { ...run, title: 'Add a README', prompt: '', phase: SessionPhase.IMPLEMENTATION, requestedBy: 'user:ann' },
    { cause: started, actor: session },
  );
  const admitted = history.write(projectId, sessionId, 'podium.session.v1.SessionAdmitted', run, {
    cause: queued,
    actor: session,
  });
  const work = request('work-1', 'podium.session.v1.SessionRunRequested', session, admitted);
  const provision = request('provision-1', 'podium.pod.v1.PodProvisionRequested', session, {
    id: work.id,
    correlationid: work.correlationid,
  });
  const pod = history.write(
    projectId,
    projectId,
    'podium.pod.v1.PodProvisioningStarted',
    { projectId, generation: 1, runtime: 'local', reason: 'requested', source: 'empty' },
    { cause: provision, actor: session },
  );
  const ready = { projectId, generation: 1, endpoint: '', workspacePath: '', version: '1.2.3' };
  history.write(projectId, projectId, 'podium.pod.v1.PodReady', ready, { cause: pod, actor: 'service:pod-svc' });
  history.write(
    projectId,
    sessionId,
    'podium.session.v1.SessionStarted',
    {
      ...run,
      attempt: 1,
      owner: 'runner',
      runtimeSessionId: '',
      runtimeMessageId: '',
      model: { providerId: 'demo', modelId: 'demo', label: 'Demo model', scripted: true },
    },
    { cause: work, actor: session },
  );
  return { history, project, run, work, requests: [execute, work, provision] };
}

function tell(
  { history, requests }: Pick<ReturnType<typeof executed>, 'history' | 'requests'>,
  refusals: StoryRefusal[] = [],
): StoryEntry[] {
  const of = (context: string) => history.facts.filter(({ type }) => type.startsWith(`podium.${context}.`));
  return tellStory({
    facts: [...of('task'), ...of('session')],
    waitFacts: of('pod'),
    otherFacts: of('project'),
    requests,
    refusals,
    nameOf: (id) => (id === 'ann' ? 'Ann' : id),
  });
}

const because = (entries: readonly StoryEntry[]) => entries.map(({ title, cause }) => [title, cause?.title]);

describe('the story of a card', () => {
  it('that was executed: who asked, what waited for what, what came out', () => {
    const card = executed();
    const { history, run, work } = card;
    const end = history.write(
      projectId,
      sessionId,
      'podium.session.v1.SessionCompleted',
      { ...run, summary: 'All done.', usage, outputChunks: 7 },
      { cause: work, actor: session },
    );
    const to = { from: TaskStatus.IN_PROGRESS, to: TaskStatus.AI_REVIEW };
    history.write(
      projectId,
      taskId,
      'podium.task.v1.TaskExecutionCompleted',
      { ...run, ...to },
      {
        cause: end,
        actor: 'service:task-svc',
      },
    );
    const entries = tell(card);
    expect(because(entries)).toEqual([
      ['Ann created the task “Add a README”', undefined],
      ['Ann executed the task', 'Ann asked to execute the task'],
      ['The session waits for a free slot', 'Ann executed the task'],
      ['The session has a slot; its pod is being made ready', 'The session waits for a free slot'],
      ['The pod is being started', 'The session has a slot; its pod is being made ready'],
      ['The pod is ready', 'The pod is being started'],
      ['The agent started with Demo model', 'The session has a slot; its pod is being made ready'],
      ['The agent finished', 'The agent started with Demo model'],
      ['The work is done: the card went to AI review', 'The agent finished'],
    ]);
    expect(entries[1]).toMatchObject({
      kind: 'fact',
      position: 3,
      type: 'podium.task.v1.TaskExecutionStarted',
      actor: { kind: 'person', id: 'ann', name: 'Ann' },
      cause: { id: 'request-3', kind: 'request', type: 'podium.task.v1.TaskExecuteRequested' },
      session_id: sessionId,
      details: { from: 'TODO', to: 'IN_PROGRESS', prompt: 'Add a README' },
    });
    expect(entries[7]).toMatchObject({
      actor: { kind: 'service', id: 'session-svc', name: 'Session service' },
      cause: { kind: 'fact', position: 8 },
      details: { summary: 'All done.', cost_usd: 0.5, output_chunks: 7 },
    });
  });

  it('tells the same where the messages between the services are not kept any more', () => {
    const card = executed();
    const kept = tell(card).filter(({ type }) => !type.startsWith('podium.pod.'));
    const gone = tell({ ...card, requests: [] }).filter(({ type }) => !type.startsWith('podium.pod.'));
    expect(gone.map(({ cause }) => cause?.id)).toEqual(kept.map(({ cause }) => cause?.id));
    expect(gone[1]?.cause).toEqual({ id: 'request-3', kind: 'request' });
  });

  it('that was stopped: whose stop it was', () => {
    const card = executed();
    const { history, run, work } = card;
    const reason = 'stopped';
    const stopping = history.write(
      projectId,
      sessionId,
      'podium.session.v1.SessionStopping',
      { ...run, reason },
      { actor: 'user:bob' },
    );
    const stop = request(stopping.causationid, 'podium.session.v1.SessionStopRequested', 'user:bob');
    const ending = { ...run, reason, usage, outputChunks: 1 };
    const from = { cause: work, actor: session };
    const end = history.write(projectId, sessionId, 'podium.session.v1.SessionCancelled', ending, from);
    const to = { from: TaskStatus.IN_PROGRESS, to: TaskStatus.TODO };
    history.write(projectId, taskId, 'podium.task.v1.TaskExecutionStopped', { ...run, ...to }, { cause: end });
    expect(because(tell({ history, requests: [...card.requests, stop] })).slice(-3)).toEqual([
      ['bob asked the agent to stop', 'bob asked to stop the agent'],
      ['The session was stopped', 'bob asked the agent to stop'],
      ['The work was stopped: the card went back to To do', 'The session was stopped'],
    ]);
  });

  it('that was stopped with its project', () => {
    const card = executed();
    const { history, run } = card;
    const deleted = history.write(projectId, projectId, 'podium.project.v1.ProjectDeleted', { projectId });
    const data = { ...run, reason: 'project_deleted' };
    history.write(projectId, sessionId, 'podium.session.v1.SessionStopping', data, { cause: deleted, actor: session });
    expect(because(tell(card)).at(-1)).toEqual([
      'The project was deleted: the agent is to stop',
      'Ann deleted the project',
    ]);
  });

  it('that failed: why', () => {
    const card = executed();
    const { history, run, work } = card;
    const failure = { reason: 'model_error', message: 'The provider said no.' };
    const end = history.write(
      projectId,
      sessionId,
      'podium.session.v1.SessionFailed',
      { ...run, ...failure, failureClass: FailureClass.TRANSIENT, usage, outputChunks: 1 },
      { cause: work, actor: session },
    );
    const to = { from: TaskStatus.IN_PROGRESS, to: TaskStatus.TODO, retryable: true };
    history.write(
      projectId,
      taskId,
      'podium.task.v1.TaskExecutionFailed',
      { ...run, ...failure, ...to },
      { cause: end },
    );
    expect(because(tell(card)).slice(-2)).toEqual([
      ['The agent failed: The provider said no.', 'The agent started with Demo model'],
      ['The work failed: the card went back to To do', 'The agent failed: The provider said no.'],
    ]);
  });

  it('that was refused something: at its place in time, with the reason', () => {
    const card = executed();
    const refusal = {
      id: 'refusal-1',
      type: 'podium.task.v1.TaskExecuteRejected',
      subject: `${projectId}/task/${taskId}`,
      // Between the fourth fact and the fifth.
      time: '2026-01-01T00:00:04.500Z',
      actor: 'user:bob',
      causationid: 'request-x',
      correlationid: 'request-x',
      data: { rejection: { code: 'session_active', detail: 'An agent is at work.' } },
    } as StoryRefusal;
    const entries = tell(card, [refusal]);
    const index = entries.findIndex(({ kind }) => kind === 'refused');
    expect(entries[index - 1]?.position).toBe(4);
    expect(entries[index + 1]?.position).toBe(5);
    expect(entries[index]).toMatchObject({
      id: 'refusal-1',
      position: 4,
      title: 'bob asked to execute the task and was refused: An agent is at work.',
      cause: { id: 'request-x', kind: 'request', type: 'podium.task.v1.TaskExecuteRequested' },
      details: { code: 'session_active', detail: 'An agent is at work.' },
    });
  });

  it('leaves out what the pod did while nobody waited for it', () => {
    const card = executed();
    const stopped = { projectId, generation: 1, reason: 'idle' };
    card.history.write(projectId, projectId, 'podium.pod.v1.PodStopped', stopped, { actor: 'service:pod-svc' });
    expect(tell(card).at(-1)?.type).toBe('podium.session.v1.SessionStarted');
  });

  it('finds words for a fact of a newer writer', () => {
    const card = executed();
    card.history.write(projectId, taskId, 'podium.task.v1.PlanApproved' as never, { taskId } as never);
    expect(tell(card).at(-1)).toMatchObject({ title: 'Plan approved', details: {} });
  });

  it('says what people did to a card, property by property', () => {
    const card = executed();
    const { history } = card;
    const write = history.write.bind(history, projectId, taskId);
    write('podium.task.v1.TaskEdited', {
      taskId,
      title: 'B',
      properties: {
        labels: { names: ['bug', 'ui'] },
        assignee: 'user:bob',
        dueOn: '2026-12-24',
        checklist: { items: [{ itemId: 'a', text: 'x', done: true }] },
      },
    });
    write('podium.task.v1.TaskEdited', { taskId, properties: { labels: { names: [] }, assignee: '', dueOn: '' } });
    write('podium.task.v1.CommentAdded', { taskId, commentId: 'c', text: 'Hello\nthere', mentions: [] });
    write('podium.task.v1.TaskArchived', { taskId });
    const waits = { taskId, dependsOnTaskId: 'other' };
    history.write(projectId, 'dependencies', 'podium.task.v1.TaskDependencyAdded', waits);
    expect(
      tell(card)
        .slice(-5)
        .map(({ title }) => title),
    ).toEqual([
      'Ann renamed the task to “B”, labelled it bug, ui, assigned it to bob, set the due date to 2026-12-24 and changed the checklist (1 of 1 done)',
      'Ann took all labels off, assigned it to nobody and removed the due date',
      'Ann commented: “Hello there”',
      'Ann archived the task',
      'Ann made the task wait for another one',
    ]);
  });
});
