import { describe, expect, it } from '@jest/globals';
import type { RecordedFact } from '@podium/proto';
import { aFact, aProject } from '../../test/builders.ts';
import { foldProjects } from './fold-projects.ts';

const list = {
  position: 1,
  projects: [aProject({ id: 'p1', task_counts: { ...aProject().task_counts, TODO: 2 } }), aProject({ id: 'p2' })],
};
const fold = (...facts: RecordedFact[]) => facts.reduce((folding, fact) => foldProjects(folding, fact).list, list);

describe('foldProjects', () => {
  it('counts a task through its columns', () => {
    const [project] = fold(
      aFact(2, 'podium.task.v1.TaskCreated', 't', { taskId: 't' }),
      aFact(3, 'podium.task.v1.TaskExecutionStarted', 't', { from: 'TASK_STATUS_TODO', to: 'TASK_STATUS_IN_PROGRESS' }),
    ).projects;
    expect(project?.task_counts).toMatchObject({ TODO: 2, IN_PROGRESS: 1 });
  });

  it('counts active sessions', () => {
    const queued = aFact(2, 'podium.session.v1.SessionQueued', 's', { taskId: 't' });
    expect(fold(queued).projects[0]?.active_sessions).toBe(1);
    expect(fold(queued, aFact(3, 'podium.session.v1.SessionCompleted', 's', {})).projects[0]?.active_sessions).toBe(0);
  });

  it('does nothing twice', () => {
    const fact = aFact(2, 'podium.task.v1.TaskCreated', 't', {});
    expect(fold(fact, fact)).toEqual(fold(fact));
  });

  it('adds and removes projects, and leaves the others alone', () => {
    const created = fold(
      aFact(2, 'podium.project.v1.ProjectCreated', 'p3', { projectId: 'p3', name: 'New', description: '' }, 'p3'),
    );
    expect(created.projects.map((project) => project.id)).toEqual(['p1', 'p2', 'p3']);
    expect(created.projects[0]).toBe(list.projects[0]);
    expect(fold(aFact(2, 'podium.project.v1.ProjectDeleted', 'p1', {})).projects.map((project) => project.id)).toEqual([
      'p2',
    ]);
  });

  it('says when a fact does not tell the counts', () => {
    expect(foldProjects(list, aFact(2, 'podium.task.v1.TaskDeleted', 't', {})).exact).toBe(false);
    expect(foldProjects(list, aFact(2, 'podium.task.v1.TaskCreated', 't', {})).exact).toBe(true);
  });
});
