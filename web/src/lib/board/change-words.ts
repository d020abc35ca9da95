import type { ShownEdit } from '../api/types.ts';

const propertyWords: Readonly<Record<string, string>> = {
  labels: 'the labels',
  assignee: 'who does it',
  due_on: 'the due date',
  auto_start: 'the automatic start',
  title: 'the title',
  description: 'the description',
  priority: 'the priority',
  checklist: 'the checklist',
  depends_on: 'what it waits for',
  attachments: 'the files',
};

/** What an edit changed, for a person. */
export function changeWords({ seen_version: _, ...edit }: ShownEdit): string {
  return Object.keys(edit)
    .map((name) => propertyWords[name] ?? name)
    .join(' and ');
}
