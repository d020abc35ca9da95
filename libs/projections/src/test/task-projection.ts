import type { RecordedFact } from '@podium/proto';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Projection, TableFold } from '../projection.ts';

/** A row with a column of every kind, each filled from facts. */
@Entity('task_rows')
@Index(['project_id', 'rank'])
export class TaskRow {
  @PrimaryColumn('text') id!: string;
  @Column('text') project_id!: string;
  @Column('text') title!: string;
  @Column('text') rank!: string;
  @Column('text', { nullable: true }) description!: string | null;
  @Column('boolean') moved!: boolean;
  @Column('integer') edits!: number;
  @Column('bigint') position!: number;
  @Column('double precision') score!: number;
  @Column('jsonb', { nullable: true }) failure!: { code: string; message: string } | null;
  @Column('text', { array: true }) history!: string[];
  @Column('text') created_at!: string;
  @Column('timestamptz') updated_at!: string;
}

/** Counts per project, to have a second table with other keys. */
@Entity('project_counts')
export class ProjectCountRow {
  @PrimaryColumn('text') project_id!: string;
  @Column('integer') facts!: number;
  @Column('bigint') position!: number;
}

export const taskFold: TableFold<TaskRow> = {
  entity: TaskRow,
  keyOf: (fact) => (fact.subject.includes('/task/') ? aggregateIdOf(fact) : null),
  fold: foldTaskRow,
};

export const countFold: TableFold<ProjectCountRow> = {
  entity: ProjectCountRow,
  keyOf: projectIdOf,
  fold: (row, fact) => ({ project_id: projectIdOf(fact), facts: (row?.facts ?? 0) + 1, position: fact.position }),
};

export const taskProjection: Projection = {
  name: 'tasks',
  version: 1,
  contexts: ['task'],
  tables: [taskFold, countFold],
};

function projectIdOf(fact: RecordedFact): string {
  return fact.subject.split('/')[0] ?? '';
}

function aggregateIdOf(fact: RecordedFact): string {
  return fact.subject.split('/')[2] ?? '';
}

function foldTaskRow(row: TaskRow | null, fact: RecordedFact): TaskRow | null {
  if (fact.type === 'podium.task.v1.TaskCreated') {
    return {
      id: fact.data.taskId,
      project_id: projectIdOf(fact),
      title: fact.data.title,
      rank: fact.data.rank,
      description: fact.data.description === '' ? null : fact.data.description,
      moved: false,
      edits: 0,
      position: fact.position,
      score: 0.1,
      failure: null,
      history: [],
      created_at: fact.time,
      updated_at: fact.time,
    };
  }
  if (!row) return null;
  const seen = { position: fact.position, updated_at: fact.time };
  switch (fact.type) {
    case 'podium.task.v1.TaskEdited':
      return { ...row, ...seen, title: fact.data.title ?? row.title, edits: row.edits + 1, score: row.score * 1.7 };
    case 'podium.task.v1.TaskMoved':
      return { ...row, ...seen, moved: true, rank: fact.data.rank, history: [...row.history, fact.data.rank] };
    case 'podium.task.v1.TaskExecutionFailed':
      return { ...row, ...seen, failure: { code: fact.data.reason, message: fact.data.message } };
    case 'podium.task.v1.TaskDeleted':
      return null;
    default:
      return row;
  }
}
