'use client';

import { Dialog } from './dialog.tsx';
import { Kbd } from './kbd.tsx';

const shortcuts: readonly (readonly [keys: readonly string[], meaning: string])[] = [
  [['C'], 'New task (on the projects page: new project)'],
  [['E'], 'Execute the focused or opened task'],
  [['S'], 'Stop it'],
  [['J', 'K'], 'Next and previous card; the arrows do the same'],
  [['H', 'L'], 'Column to the left and to the right'],
  [['↵'], 'Open the focused card'],
  [['T'], 'Timeline: the board as it was'],
  [['←', '→'], 'On the timeline: one change back, one on'],
  [['⇧', '←', '→'], 'The same by every single event'],
  [['Space'], 'On the timeline: play, pause'],
  [['/'], 'Filter'],
  [['Esc'], 'Close, back; from the past to now'],
  [['?'], 'This sheet'],
];

/** Opens with `?`. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onOpenChange={onClose} title="Keyboard">
      <dl className="grid grid-cols-[80px_1fr] gap-y-2 p-5">
        {shortcuts.map(([keys, meaning]) => (
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
    </Dialog>
  );
}
