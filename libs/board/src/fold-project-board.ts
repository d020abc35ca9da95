import type { MessageTypes, RecordedFact } from '@podium/proto';
import { taskPriorityName, taskStatusName } from './names.ts';
import type { ProjectView, SavedViewView, TaskTemplateView } from './views.ts';

/** What a project's board has been given by people. */
export type BoardSettings = Pick<ProjectView, 'wip_limits' | 'templates' | 'saved_views'>;

/** The settings of a new project. */
export const noBoardSettings: Readonly<BoardSettings> = Object.freeze({
  wip_limits: {},
  templates: [],
  saved_views: [],
});

/** What a fact changes of the settings; undefined where it changes nothing. */
export function boardSettingsChange(settings: BoardSettings, fact: RecordedFact): Partial<BoardSettings> | undefined {
  switch (fact.type) {
    case 'podium.project.v1.TemplateSaved': {
      const { template } = fact.data;
      return template && { templates: saved(settings.templates, templateView(template)) };
    }
    case 'podium.project.v1.TemplateDeleted':
      return { templates: settings.templates.filter(({ id }) => id !== fact.data.templateId) };
    case 'podium.project.v1.ViewSaved': {
      const { view } = fact.data;
      return view && { saved_views: saved(settings.saved_views, savedViewView(view)) };
    }
    case 'podium.project.v1.ViewDeleted':
      return { saved_views: settings.saved_views.filter(({ id }) => id !== fact.data.viewId) };
    default:
      return undefined;
  }
}

type Edited = MessageTypes['podium.project.v1.ProjectEdited'];

/** The limits of the columns, where an edit has them. */
export function wipLimitsChange({ wipLimits }: Edited): Partial<BoardSettings> {
  if (!wipLimits) return {};
  return {
    wip_limits: Object.fromEntries(wipLimits.items.map(({ status, limit }) => [taskStatusName(status), limit])),
  };
}

/** Keeps the place of what is saved again. */
function saved<Item extends { id: string }>(items: readonly Item[], item: Item): Item[] {
  const index = items.findIndex(({ id }) => id === item.id);
  return index < 0 ? [...items, item] : items.with(index, item);
}

type Template = NonNullable<MessageTypes['podium.project.v1.TemplateSaved']['template']>;

function templateView({ templateId, name, title, description, priority, labels }: Template): TaskTemplateView {
  return { id: templateId, name, title, description, priority: taskPriorityName(priority), labels: [...labels] };
}

type Saved = NonNullable<MessageTypes['podium.project.v1.ViewSaved']['view']>;

function savedViewView({ viewId, name, query }: Saved): SavedViewView {
  return { id: viewId, name, query };
}
