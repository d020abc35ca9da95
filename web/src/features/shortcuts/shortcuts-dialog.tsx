'use client';

import { Dialog } from '@/components/dialog.tsx';
import { Kbd } from '@/components/kbd.tsx';

type Entry = readonly [keys: readonly string[], meaning: string];

const sections: readonly (readonly [title: string, entries: readonly Entry[]])[] = [
  [
    'Anywhere',
    [
      [['Mod', 'K'], 'Every command, task and project'],
      [['G', 'B'], 'Go to the board'],
      [['G', 'I'], 'Go to the inbox'],
      [['G', 'P'], 'Go to the projects'],
      [['G', 'S'], 'Go to the settings'],
      [['Mod', 'Z'], 'Undo your last change'],
      [['Escape'], 'Close, back; from the past to now'],
      [['?'], 'This sheet'],
    ],
  ],
  [
    'Cards',
    [
      [['J', 'K'], 'Next and previous card; arrows do the same'],
      [['H', 'L'], 'Column to the left and to the right'],
      [['Enter'], 'Open'],
      [['E'], 'Execute'],
      [['S'], 'Stop; cancel what is queued'],
      [['A'], 'Answer'],
      [['R'], 'Review: open the task, then its changes'],
      [['X'], 'Select; Shift and a click: up to there'],
      [['Mod', 'A'], 'Select the whole column'],
      [['Delete'], 'Delete, with undo'],
    ],
  ],
  [
    'Moving cards',
    [
      [['Space'], 'Lift the card, and what is selected with it; put it down'],
      [['ArrowUp', 'ArrowDown'], 'While it is lifted: its place'],
      [['ArrowLeft', 'ArrowRight'], 'While it is lifted: its column'],
      [['Home', 'End'], 'While it is lifted: first, last'],
      [['Escape'], 'Put it back where it was'],
      [['Shift', 'ArrowUp', 'ArrowDown'], 'Move it at once, without lifting'],
      [['Shift', 'ArrowLeft', 'ArrowRight'], 'The same to the next column'],
    ],
  ],
  [
    'Board',
    [
      [['C'], 'New task (on the projects page: new project)'],
      [['Mod', 'Shift', 'Enter'], 'There: create and execute'],
      [['/'], 'Filter'],
      [['Mod', 'F'], 'The same; twice: the browser’s own'],
      [['V'], 'Board or list'],
    ],
  ],
  [
    'Timeline',
    [
      [['T'], 'The board as it was'],
      [['ArrowLeft', 'ArrowRight'], 'One change back, one on'],
      [['Shift', 'ArrowLeft', 'ArrowRight'], 'The same by every single event'],
      [['Space'], 'Play, pause'],
    ],
  ],
];

/** Opens with `?`. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onOpenChange={onClose} title="Keyboard" wide>
      <div className="grid gap-x-8 gap-y-4 p-5 sm:columns-2 sm:block">
        {sections.map(([title, entries]) => (
          <section key={title} className="mb-4 break-inside-avoid">
            <h3 className="mb-1.5 text-meta font-medium text-faint">{title}</h3>
            <dl className="grid grid-cols-[92px_1fr] gap-y-1.5">
              {entries.map(([keys, meaning]) => (
                <div key={meaning} className="contents">
                  <dt className="flex gap-1">
                    {keys.map((key) => (
                      <Kbd key={key} keys={key} />
                    ))}
                  </dt>
                  <dd className="text-muted">{meaning}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
