'use client';

import { Dialog } from '@/components/dialog.tsx';
import { Kbd } from '@/components/kbd.tsx';

type Entry = readonly [keys: readonly string[], meaning: string];

const sections: readonly (readonly [title: string, entries: readonly Entry[]])[] = [
  [
    'Anywhere',
    [
      [['⌘', 'K'], 'Every command, task and project'],
      [['G', 'B'], 'Go to the board'],
      [['G', 'I'], 'Go to the inbox'],
      [['G', 'P'], 'Go to the projects'],
      [['G', 'S'], 'Go to the settings'],
      [['⌘', 'Z'], 'Undo your last change'],
      [['Esc'], 'Close, back; from the past to now'],
      [['?'], 'This sheet'],
    ],
  ],
  [
    'Cards',
    [
      [['J', 'K'], 'Next and previous card; arrows do the same'],
      [['H', 'L'], 'Column to the left and to the right'],
      [['↵'], 'Open'],
      [['E'], 'Execute'],
      [['S'], 'Stop'],
      [['A'], 'Answer'],
      [['R'], 'Review: open the task, then its changes'],
      [['⇧', '↑', '↓'], 'Move the card up or down'],
      [['⇧', '←', '→'], 'Move it to the next column'],
      [['Del'], 'Delete, with undo'],
    ],
  ],
  [
    'Board',
    [
      [['C'], 'New task (on the projects page: new project)'],
      [['/'], 'Filter; ⌘F too'],
      [['V'], 'Board or list'],
      [['X'], 'Select a card; ⇧ and a click: up to there'],
      [['⌘', 'A'], 'Select the whole column'],
    ],
  ],
  [
    'Timeline',
    [
      [['T'], 'The board as it was'],
      [['←', '→'], 'One change back, one on'],
      [['⇧', '←', '→'], 'The same by every single event'],
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
            <dl className="grid grid-cols-[76px_1fr] gap-y-1.5">
              {entries.map(([keys, meaning]) => (
                <div key={meaning} className="contents">
                  <dt className="flex gap-1">
                    {keys.map((key) => (
                      <Kbd key={key}>{key}</Kbd>
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
