import { describe, expect, it } from '@jest/globals';
import { aFact } from '../../test/builders.ts';
import { foldTimeline, type Timeline } from './timeline.ts';

const names = { titleOf: (id: string) => (id === 't1' ? 'Add a README file' : undefined), nameOf: (id: string) => id };
const timeline: Timeline = { project_id: 'p1', position: 4, marks: [] };
const moved = { taskId: 't1', from: 'TASK_STATUS_TODO', to: 'TASK_STATUS_IN_PROGRESS' } as const;

describe('foldTimeline', () => {
  it('adds the marks of later facts of its own project, each once', () => {
    const facts = [
      aFact(4, 'podium.task.v1.TaskMoved', 't1', moved),
      aFact(5, 'podium.task.v1.TaskMoved', 't1', moved),
      aFact(6, 'podium.task.v1.TaskMoved', 't1', moved, 'p2'),
      aFact(7, 'podium.task.v1.TaskEdited', 't1', { taskId: 't1' }),
    ];
    const folded = foldTimeline(timeline, facts, names);
    expect(folded.position).toBe(7);
    expect(folded.marks).toMatchObject([{ position: 5, kind: 'moved', task_id: 't1' }]);
    expect(folded.marks[0]?.label).toContain('Add a README file');
    expect(foldTimeline(folded, facts, names)).toBe(folded);
  });

  it('keeps its marks where nothing of it happened', () => {
    const folded = foldTimeline(timeline, [aFact(5, 'podium.task.v1.TaskMoved', 't1', moved, 'p2')], names);
    expect(folded.marks).toBe(timeline.marks);
  });
});
