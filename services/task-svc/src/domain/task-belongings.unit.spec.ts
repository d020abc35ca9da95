import { describe, expect, it } from '@jest/globals';
import { fact, type NewFact } from '@podium/event-sourcing';
import { given, type PastFact } from '@podium/event-sourcing/testing';
import { TaskPriority, TaskStatus, type Attachment } from '@podium/proto';
import { maxAttachments } from './attachments.ts';
import { mentionsIn } from './comments.ts';
import { taskDecider } from './task-decider.ts';

const taskId = 't1';
const [ann, bob] = [{ actor: 'user:ann' }, { actor: 'user:bob' }];
const time = '2026-01-02T00:00:00.000Z';

const created: PastFact = {
  ...fact('podium.task.v1.TaskCreated', {
    taskId,
    title: 'A',
    description: 'B',
    priority: TaskPriority.LOW,
    rank: 'a0',
    properties: { labels: { names: ['bug'] } },
  }),
  ...ann,
  time,
};
const archived: PastFact = { ...fact('podium.task.v1.TaskArchived', { taskId }), time };
const deleted = fact('podium.task.v1.TaskDeleted', { taskId });
const started = fact('podium.task.v1.TaskExecutionStarted', {
  taskId,
  sessionId: 's1',
  title: 'A',
  prompt: 'A',
  priority: TaskPriority.LOW,
  from: TaskStatus.TODO,
  to: TaskStatus.IN_PROGRESS,
});

const card = {
  title: 'A',
  description: 'B',
  priority: TaskPriority.LOW,
  status: TaskStatus.TODO,
  rank: 'a0',
  properties: { labels: { names: ['bug'] }, assignee: '', dueOn: '', autoStart: false, checklist: { items: [] } },
  attachments: { items: [] },
  dependsOnTaskIds: ['t2'],
  commentCount: 0,
  statusSince: time,
  createdAt: time,
  createdBy: 'user:ann',
};

describe('archiving', () => {
  it('happens once, and never under an agent', () => {
    given(taskDecider, [created])
      .when({ kind: 'archive', taskId })
      .then(fact('podium.task.v1.TaskArchived', { taskId }));
    given(taskDecider, [created, archived]).when({ kind: 'archive', taskId }).thenNothing();
    given(taskDecider, [created, started]).when({ kind: 'archive', taskId }).thenRejected('session_active');
  });

  it('is taken back with all that others may not have kept', () => {
    const unarchive = { kind: 'unarchive', taskId, dependsOn: ['t2'] } as const;
    given(taskDecider, [created, archived])
      .when(unarchive)
      .then(fact('podium.task.v1.TaskUnarchived', { taskId, card }));
    given(taskDecider, [created]).when(unarchive).thenNothing();
  });

  it('keeps a card from being executed and moved, but not from being edited', () => {
    given(taskDecider, [created, archived])
      .when({ kind: 'execute', taskId, sessionId: 's1' })
      .thenRejected('task_archived');
    given(taskDecider, [created, archived])
      .when({ kind: 'move', taskId, to: TaskStatus.TODO, rank: 'a1' })
      .thenRejected('task_archived');
    given(taskDecider, [created, archived])
      .when({ kind: 'edit', taskId, title: 'C', seenVersion: 0 })
      .then(fact('podium.task.v1.TaskEdited', { taskId, title: 'C' }));
  });
});

describe('restoring a deleted task', () => {
  const restore = { kind: 'restore', taskId, dependsOn: ['t2'] } as const;

  it('brings it back as it was, archived or not', () => {
    given(taskDecider, [created, deleted]).when(restore).then(fact('podium.task.v1.TaskRestored', { taskId, card }));
    given(taskDecider, [created, archived, deleted])
      .when(restore)
      .then(fact('podium.task.v1.TaskRestored', { taskId, card: { ...card, archivedAt: time } }));
  });

  it('is about tasks that were there', () => {
    given(taskDecider, [created]).when(restore).thenNothing();
    given(taskDecider, []).when(restore).thenRejected('task_not_found');
  });

  it('leaves it as it would be without the deletion', () => {
    const restored = fact('podium.task.v1.TaskRestored', { taskId, card });
    given(taskDecider, [created, deleted, restored])
      .when({ kind: 'execute', taskId, sessionId: 's1' })
      .then(fact('podium.task.v1.TaskExecutionStarted', { ...started.data, prompt: 'A\n\nB' }));
    given(taskDecider, [created, deleted, restored]).when({ kind: 'delete', taskId }).then(deleted);
  });
});

describe('a move by hand', () => {
  const moved = (from: TaskStatus, to: TaskStatus): NewFact =>
    fact('podium.task.v1.TaskMoved', { taskId, from, to, rank: 'a0' });

  it('can be taken back where no edge leads back', () => {
    const past = [created, moved(TaskStatus.AI_REVIEW, TaskStatus.HUMAN_REVIEW)];
    const back = { kind: 'move', taskId, to: TaskStatus.AI_REVIEW, rank: 'a0' } as const;
    given(taskDecider, past).when(back).then(moved(TaskStatus.HUMAN_REVIEW, TaskStatus.AI_REVIEW));
    given(taskDecider, [...past, moved(TaskStatus.HUMAN_REVIEW, TaskStatus.DONE)])
      .when(back)
      .thenRejected('illegal_transition');
  });

  it('that only makes room does nothing to a card that has left the column', () =>
    given(taskDecider, [created, started])
      .when({ kind: 'move', taskId, to: TaskStatus.TODO, rank: 'a5', onlyWithin: true })
      .thenNothing());
});

describe('comments', () => {
  const commentId = 'c1';
  const added: PastFact = {
    ...fact('podium.task.v1.CommentAdded', { taskId, commentId, text: 'Hi @bob', mentions: ['bob'] }),
    ...ann,
    time,
  };
  const gone = fact('podium.task.v1.CommentDeleted', { taskId, commentId });

  it('say who is mentioned', () => {
    given(taskDecider, [created])
      .when({ kind: 'add-comment', taskId, commentId, text: ' Hi @bob ' })
      .then(fact('podium.task.v1.CommentAdded', { taskId, commentId, text: 'Hi @bob', mentions: ['bob'] }));
    expect(mentionsIn('@ann, @bob.c and @ann. (@d-e) a@b.c `@code` @nestjs/core x/@y\n```\n@fence\n```')).toEqual([
      'ann',
      'bob.c',
      'd-e',
    ]);
    expect(mentionsIn('@変更 und @Zoë.Ångström, @अनुष्का: @Иван! mail@ann.de x@y')).toEqual([
      '変更',
      'Zoë.Ångström',
      'अनुष्का',
      'Иван',
    ]);
  });

  it('are their own writer’s', () => {
    const edit = { kind: 'edit-comment', taskId, commentId, text: 'Bye' } as const;
    given(taskDecider, [created, added])
      .when(edit, ann)
      .then(fact('podium.task.v1.CommentEdited', { taskId, commentId, text: 'Bye', mentions: [] }));
    given(taskDecider, [created, added]).when(edit, bob).thenRejected('not_yours');
    given(taskDecider, [created, added])
      .when({ kind: 'delete-comment', taskId, commentId }, bob)
      .thenRejected('not_yours');
    given(taskDecider, [created, added, gone])
      .when({ kind: 'restore-comment', taskId, commentId }, bob)
      .thenRejected('not_yours');
  });

  it('are deleted once, and brought back as they were', () => {
    given(taskDecider, [created, added]).when({ kind: 'delete-comment', taskId, commentId }, ann).then(gone);
    given(taskDecider, [created, added, gone]).when({ kind: 'delete-comment', taskId, commentId }, ann).thenNothing();
    given(taskDecider, [created, added, gone])
      .when({ kind: 'restore-comment', taskId, commentId }, ann)
      .then(
        fact('podium.task.v1.CommentRestored', {
          taskId,
          commentId,
          text: 'Hi @bob',
          mentions: ['bob'],
          createdAt: time,
        }),
      );
    given(taskDecider, [created, added, gone])
      .when({ kind: 'edit-comment', taskId, commentId, text: 'x' }, ann)
      .thenRejected('comment_not_found');
  });

  it.each([' ', 'x'.repeat(10_001)])('are not empty nor endless', (text) =>
    given(taskDecider, [created]).when({ kind: 'add-comment', taskId, commentId, text }).thenRejected('invalid'),
  );
});

describe('files', () => {
  const attachment: Attachment = { attachmentId: 'f1', name: 'a.png', contentType: 'image/png', sizeBytes: 1 };
  const attached = fact('podium.task.v1.TaskAttachmentAdded', { taskId, attachment });

  it('are attached once and taken off once', () => {
    given(taskDecider, [created]).when({ kind: 'add-attachment', taskId, attachment }).then(attached);
    given(taskDecider, [created, attached]).when({ kind: 'add-attachment', taskId, attachment }).thenNothing();
    const remove = { kind: 'remove-attachment', taskId, attachmentId: 'f1' } as const;
    const removed = fact('podium.task.v1.TaskAttachmentRemoved', { taskId, attachmentId: 'f1' });
    given(taskDecider, [created, attached]).when(remove).then(removed);
    given(taskDecider, [created, attached, removed]).when(remove).thenNothing();
  });

  it('have a limit', () => {
    const many = Array.from({ length: maxAttachments }, (_, index) =>
      fact('podium.task.v1.TaskAttachmentAdded', { taskId, attachment: { ...attachment, attachmentId: `g${index}` } }),
    );
    given(taskDecider, [created, ...many])
      .when({ kind: 'add-attachment', taskId, attachment })
      .thenRejected('too_many_attachments');
  });
});

describe('starting by itself', () => {
  const autoStart = { kind: 'auto-start', taskId, sessionId: 's1' } as const;
  const wanted = fact('podium.task.v1.TaskEdited', { taskId, properties: { autoStart: true } });

  it('is for tasks in TODO that are to', () => {
    given(taskDecider, [created, wanted])
      .when(autoStart)
      .then(fact('podium.task.v1.TaskExecutionStarted', { ...started.data, prompt: 'A\n\nB' }));
    given(taskDecider, [created]).when(autoStart).thenNothing();
    given(taskDecider, [created, wanted, started]).when(autoStart).thenNothing();
    given(taskDecider, [created, wanted, archived]).when(autoStart).thenNothing();
    given(taskDecider, [created, wanted, deleted]).when(autoStart).thenNothing();
  });
});
