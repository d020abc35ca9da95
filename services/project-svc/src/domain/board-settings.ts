import { fact, reject, type NewFact, type Rejected } from '@podium/event-sourcing';
import {
  TaskPriority,
  TaskStatus,
  type RecordedFact,
  type SavedView,
  type TaskTemplate,
  type WipLimit,
} from '@podium/proto';
import { nameProblem } from './rules.ts';

/** What people have given a project's board. */
export interface BoardSettings {
  /** One of each column at most, in the order of the columns. */
  readonly wipLimits: readonly WipLimit[];
  readonly templates: readonly TaskTemplate[];
  readonly views: readonly SavedView[];
}

export interface SaveTemplate {
  readonly kind: 'save-template';
  readonly projectId: string;
  readonly template?: TaskTemplate | undefined;
}

export interface DeleteTemplate {
  readonly kind: 'delete-template';
  readonly projectId: string;
  readonly templateId: string;
}

export interface SaveView {
  readonly kind: 'save-view';
  readonly projectId: string;
  readonly view?: SavedView | undefined;
}

export interface DeleteView {
  readonly kind: 'delete-view';
  readonly projectId: string;
  readonly viewId: string;
}

export type BoardCommand = SaveTemplate | DeleteTemplate | SaveView | DeleteView;

export const noBoardSettings: BoardSettings = { wipLimits: [], templates: [], views: [] };

export const maxTemplates = 50;
export const maxViews = 50;

/** Folds one fact into the settings; other facts leave them as they are. */
export function evolveBoardSettings(settings: BoardSettings, fact: RecordedFact): BoardSettings {
  switch (fact.type) {
    case 'podium.project.v1.ProjectEdited':
      return fact.data.wipLimits ? { ...settings, wipLimits: fact.data.wipLimits.items } : settings;
    case 'podium.project.v1.TemplateSaved': {
      const { template } = fact.data;
      if (!template) return settings;
      const others = settings.templates.filter(({ templateId }) => templateId !== template.templateId);
      return { ...settings, templates: [...others, template] };
    }
    case 'podium.project.v1.TemplateDeleted': {
      const templates = settings.templates.filter(({ templateId }) => templateId !== fact.data.templateId);
      return { ...settings, templates };
    }
    case 'podium.project.v1.ViewSaved': {
      const { view } = fact.data;
      if (!view) return settings;
      return { ...settings, views: [...settings.views.filter(({ viewId }) => viewId !== view.viewId), view] };
    }
    case 'podium.project.v1.ViewDeleted':
      return { ...settings, views: settings.views.filter(({ viewId }) => viewId !== fact.data.viewId) };
    default:
      return settings;
  }
}

export function decideBoardSettings(settings: BoardSettings, command: BoardCommand): readonly NewFact[] | Rejected {
  const { projectId } = command;
  switch (command.kind) {
    case 'save-template':
      return saveTemplate(settings, command);
    case 'delete-template': {
      const { templateId } = command;
      const isThere = settings.templates.some((template) => template.templateId === templateId);
      return isThere ? [fact('podium.project.v1.TemplateDeleted', { projectId, templateId })] : [];
    }
    case 'save-view':
      return saveView(settings, command);
    case 'delete-view': {
      const { viewId } = command;
      const isThere = settings.views.some((view) => view.viewId === viewId);
      return isThere ? [fact('podium.project.v1.ViewDeleted', { projectId, viewId })] : [];
    }
  }
}

function saveTemplate({ templates }: BoardSettings, { projectId, template: asked }: SaveTemplate) {
  if (!asked) return reject('invalid', 'It is not said which template to save.');
  const template = {
    ...asked,
    name: asked.name.trim(),
    title: asked.title.trim(),
    priority: asked.priority === TaskPriority.UNSPECIFIED ? TaskPriority.MEDIUM : asked.priority,
    labels: distinct(asked.labels.map((label) => label.trim().replaceAll(/\s+/g, ' '))),
  };
  const problem = templateProblem(template);
  if (problem) return reject('invalid', problem);
  const present = templates.find(({ templateId }) => templateId === template.templateId);
  if (present && sameTemplate(present, template)) return [];
  if (!present && templates.length >= maxTemplates) {
    return reject('too_many_templates', `A project may have up to ${maxTemplates} templates.`);
  }
  return [fact('podium.project.v1.TemplateSaved', { projectId, template })];
}

function saveView({ views }: BoardSettings, { projectId, view: asked }: SaveView) {
  if (!asked) return reject('invalid', 'It is not said which view to save.');
  const view = { ...asked, name: asked.name.trim() };
  const problem =
    nameProblem(view.name, 'view') ??
    (view.query.length > 2_000 ? 'The query of a view may have up to 2,000 characters.' : undefined);
  if (problem) return reject('invalid', problem);
  const present = views.find(({ viewId }) => viewId === view.viewId);
  if (present && present.name === view.name && present.query === view.query) return [];
  if (!present && views.length >= maxViews) {
    return reject('too_many_views', `A project may have up to ${maxViews} saved views.`);
  }
  return [fact('podium.project.v1.ViewSaved', { projectId, view })];
}

function templateProblem({ name, title, description, labels }: TaskTemplate): string | undefined {
  if (title.length > 200) return 'A title may have up to 200 characters.';
  if (description.length > 10_000) return 'A description may have up to 10,000 characters.';
  if (labels.length > 20) return 'A task may have up to 20 labels.';
  if (labels.some((label) => label.length < 1 || label.length > 50)) return 'A label has 1 to 50 characters.';
  return nameProblem(name, 'template');
}

/** What is wrong with limits of columns; undefined where they are fine. */
export function wipLimitsProblem(limits: readonly WipLimit[]): string | undefined {
  if (new Set(limits.map(({ status }) => status)).size < limits.length) return 'A column has one limit.';
  if (limits.some(({ status }) => status === TaskStatus.UNSPECIFIED)) return 'A limit is one of a column.';
  const isWrong = limits.some(({ limit }) => !Number.isInteger(limit) || limit < 1 || limit > 999);
  return isWrong ? 'A column may hold 1 to 999 cards.' : undefined;
}

/** Whether both say the same of every column, in whatever order. */
export function sameLimits(one: readonly WipLimit[], other: readonly WipLimit[]): boolean {
  const of = new Map(other.map(({ status, limit }) => [status, limit]));
  return one.length === other.length && one.every(({ status, limit }) => of.get(status) === limit);
}

function sameTemplate(one: TaskTemplate, other: TaskTemplate): boolean {
  const { name, title, description, priority, labels } = one;
  return (
    name === other.name &&
    title === other.title &&
    description === other.description &&
    priority === other.priority &&
    labels.length === other.labels.length &&
    labels.every((label, index) => label === other.labels[index])
  );
}

function distinct(labels: readonly string[]): string[] {
  const first = new Map<string, string>();
  for (const label of labels) if (!first.has(label.toLowerCase())) first.set(label.toLowerCase(), label);
  return [...first.values()];
}
