import { fact, reject, type NewFact, type Rejected } from '@podium/event-sourcing';
import type { ChecklistItem } from '@podium/proto';
import type { EditChecklistItem } from './commands.ts';
import { checklistProblem, sameChecklist } from './properties.ts';
import { taskNotFound } from './refusals.ts';
import type { TaskState } from './task.ts';

type Decision = readonly NewFact[] | Rejected;

/** Changes, adds or removes one step and leaves the others as whoever else has just made them. */
export function editChecklistItem(state: TaskState, command: EditChecklistItem): Decision {
  if (state.kind !== 'live') return taskNotFound();
  const { checklist } = state.properties;
  const before = checklist.find(({ itemId }) => itemId === command.itemId);
  if (!before && command.remove) return [];
  const refused = before ? seenOtherwise(before, command) : unlessAdded(command);
  if (refused) return refused;
  const items = changedChecklist(checklist, before, command);
  const problem = checklistProblem(items);
  if (problem) return reject('invalid', problem);
  if (sameChecklist(items, checklist)) return [];
  return [fact('podium.task.v1.TaskEdited', { taskId: command.taskId, properties: { checklist: { items } } })];
}

function changedChecklist(
  checklist: readonly ChecklistItem[],
  before: ChecklistItem | undefined,
  { itemId, text, done, afterItemId, remove }: EditChecklistItem,
): ChecklistItem[] {
  if (remove) return checklist.filter((item) => item !== before);
  const item = { itemId, text: text?.trim() ?? before?.text ?? '', done: done ?? before?.done ?? false };
  if (before && afterItemId === undefined) return checklist.map((other) => (other === before ? item : other));
  return placed(
    checklist.filter((other) => other !== before),
    item,
    afterItemId,
  );
}

function placed(others: readonly ChecklistItem[], item: ChecklistItem, afterItemId?: string): ChecklistItem[] {
  const at = afterItemId === '' ? 0 : others.findIndex(({ itemId }) => itemId === afterItemId) + 1 || others.length;
  return [...others.slice(0, at), item, ...others.slice(at)];
}

/** Nobody's words are written over unseen. Who wrote the same meanwhile is no conflict. */
function seenOtherwise(before: ChecklistItem, { text, seenText }: EditChecklistItem): Rejected | undefined {
  const isSeen = seenText === undefined || seenText.trim() === before.text || text?.trim() === before.text;
  if (isSeen) return undefined;
  return reject('stale_edit', 'Someone else changed this step since you saw it. Look at it first.');
}

function unlessAdded({ mayAdd }: EditChecklistItem): Rejected | undefined {
  return mayAdd ? undefined : reject('checklist_item_not_found', 'The checklist has no such item.');
}
