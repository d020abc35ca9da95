import { describe, it } from '@jest/globals';
import { fact } from '@podium/event-sourcing';
import { given } from '@podium/event-sourcing/testing';
import { TaskPriority, TaskStatus, WorkspaceSource, type SavedView, type TaskTemplate } from '@podium/proto';
import { maxTemplates, maxViews } from './board-settings.ts';
import { projectDecider } from './project-decider.ts';

const projectId = 'p1';

const created = fact('podium.project.v1.ProjectCreated', {
  projectId,
  name: 'Shop',
  description: '',
  source: WorkspaceSource.EMPTY,
  maxConcurrentSessions: 3,
});
const deleted = fact('podium.project.v1.ProjectDeleted', { projectId });

const template: TaskTemplate = {
  templateId: 'bug',
  name: 'Bug',
  title: 'Fix',
  description: 'Steps',
  priority: TaskPriority.HIGH,
  labels: ['bug'],
};
const view: SavedView = { viewId: 'mine', name: 'Mine', query: 'assignee=user:owner' };
const templateSaved = (change: Partial<TaskTemplate> = {}) =>
  fact('podium.project.v1.TemplateSaved', { projectId, template: { ...template, ...change } });
const viewSaved = (change: Partial<SavedView> = {}) =>
  fact('podium.project.v1.ViewSaved', { projectId, view: { ...view, ...change } });

describe('limits of columns', () => {
  const items = [
    { status: TaskStatus.IN_PROGRESS, limit: 3 },
    { status: TaskStatus.AI_REVIEW, limit: 2 },
  ];
  const edit = { kind: 'edit', projectId, wipLimits: { items } } as const;
  const edited = fact('podium.project.v1.ProjectEdited', { projectId, wipLimits: { items } });

  it('are set all at once, and nothing happens where they are as asked', () => {
    given(projectDecider, [created]).when(edit).then(edited);
    given(projectDecider, [created, edited])
      .when({ ...edit, wipLimits: { items: items.toReversed() } })
      .thenNothing();
    given(projectDecider, [created, edited])
      .when({ ...edit, wipLimits: { items: [] } })
      .then(fact('podium.project.v1.ProjectEdited', { projectId, wipLimits: { items: [] } }));
  });

  it.each([
    ['of no card', [{ status: TaskStatus.DONE, limit: 0 }]],
    ['of half a card', [{ status: TaskStatus.DONE, limit: 1.5 }]],
    ['of no column', [{ status: TaskStatus.UNSPECIFIED, limit: 1 }]],
    ['twice for one column', [items[0], items[0]].flatMap((each) => each ?? [])],
  ])('are refused %s', (_, wrong) =>
    given(projectDecider, [created])
      .when({ ...edit, wipLimits: { items: wrong } })
      .thenRejected('invalid'),
  );
});

describe('templates', () => {
  const save = (change: Partial<TaskTemplate> = {}) =>
    ({ kind: 'save-template', projectId, template: { ...template, ...change } }) as const;

  it('are saved, changed and deleted', () => {
    given(projectDecider, [created])
      .when(save({ name: ' Bug ', labels: ['bug', ' Bug'] }))
      .then(templateSaved());
    given(projectDecider, [created, templateSaved()]).when(save()).thenNothing();
    given(projectDecider, [created, templateSaved()])
      .when(save({ name: 'Defect' }))
      .then(templateSaved({ name: 'Defect' }));
    const remove = { kind: 'delete-template', projectId, templateId: 'bug' } as const;
    const gone = fact('podium.project.v1.TemplateDeleted', { projectId, templateId: 'bug' });
    given(projectDecider, [created, templateSaved()]).when(remove).then(gone);
    given(projectDecider, [created, templateSaved(), gone]).when(remove).thenNothing();
  });

  it.each<[string, Partial<TaskTemplate>]>([
    ['without a name', { name: ' ' }],
    ['with a title of 201 characters', { title: 'x'.repeat(201) }],
    ['with a description of 10,001 characters', { description: 'x'.repeat(10_001) }],
    ['with an empty label', { labels: [' '] }],
    ['with 21 labels', { labels: Array.from({ length: 21 }, (_, index) => `l${index}`) }],
  ])('are refused %s', (_, change) => given(projectDecider, [created]).when(save(change)).thenRejected('invalid'));

  it('have a limit, which does not keep anyone from changing one', () => {
    const many = Array.from({ length: maxTemplates }, (_, index) => templateSaved({ templateId: `t${index}` }));
    given(projectDecider, [created, ...many])
      .when(save())
      .thenRejected('too_many_templates');
    given(projectDecider, [created, ...many])
      .when(save({ templateId: 't1', name: 'New' }))
      .then(templateSaved({ templateId: 't1', name: 'New' }));
  });

  it('belong to a project', () => {
    given(projectDecider, []).when(save()).thenRejected('project_not_found');
    given(projectDecider, [created, deleted]).when(save()).thenRejected('project_not_found');
  });
});

describe('saved views', () => {
  const save = (change: Partial<SavedView> = {}) =>
    ({ kind: 'save-view', projectId, view: { ...view, ...change } }) as const;

  it('are saved, changed and deleted', () => {
    given(projectDecider, [created])
      .when(save({ name: ' Mine' }))
      .then(viewSaved());
    given(projectDecider, [created, viewSaved()]).when(save()).thenNothing();
    given(projectDecider, [created, viewSaved()])
      .when(save({ query: '' }))
      .then(viewSaved({ query: '' }));
    const gone = fact('podium.project.v1.ViewDeleted', { projectId, viewId: 'mine' });
    const remove = { kind: 'delete-view', projectId, viewId: 'mine' } as const;
    given(projectDecider, [created, viewSaved()]).when(remove).then(gone);
    given(projectDecider, [created]).when(remove).thenNothing();
  });

  it('are refused without a name, with an endless query, and beyond their limit', () => {
    given(projectDecider, [created])
      .when(save({ name: '' }))
      .thenRejected('invalid');
    given(projectDecider, [created])
      .when(save({ query: 'x'.repeat(2_001) }))
      .thenRejected('invalid');
    const many = Array.from({ length: maxViews }, (_, index) => viewSaved({ viewId: `v${index}` }));
    given(projectDecider, [created, ...many])
      .when(save())
      .thenRejected('too_many_views');
  });
});
