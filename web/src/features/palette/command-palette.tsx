'use client';

import { Command as Cmdk } from 'cmdk';
import { useMemo, useState } from 'react';
import { Kbd } from '@/components/kbd.tsx';
import { cx } from '@/lib/ui/class-names.ts';
import { allCommands, type Command } from '@/lib/ui/commands.ts';
import { useReturnedFocus } from '@/lib/ui/opener.ts';
import { rankCommands } from '@/lib/ui/rank-commands.ts';
import { useToldChoice } from './use-told-choice.ts';

interface CommandPaletteProps {
  /** What was typed before it was there. */
  typed: string;
  onClose: () => void;
}

/** Everything that can be done now, found by typing. */
export function CommandPalette({ typed, onClose }: CommandPaletteProps) {
  const [query, setQuery] = useState(typed);
  const [root, setRoot] = useState<HTMLElement | null>(null);
  useReturnedFocus();
  useToldChoice(root);
  const [commands] = useState(allCommands);
  const sections = useMemo(() => bySection(rankCommands(commands, query)), [commands, query]);
  const take = (command: Command): void => {
    onClose();
    // First the palette gives the focus back, then the command may take it.
    setTimeout(command.run, 0);
  };
  return (
    <Cmdk.Dialog
      ref={setRoot}
      open
      onOpenChange={(open) => !open && onClose()}
      label="Commands"
      shouldFilter={false}
      loop
      overlayClassName="fixed inset-0 z-40 bg-[rgb(0_0_0/0.45)]"
      contentClassName="fixed top-[14vh] left-1/2 z-50 w-[calc(100vw-24px)] max-w-xl -translate-x-1/2 animate-enter overflow-hidden rounded-dialog bg-raised shadow-dialog max-sm:top-4"
    >
      <Cmdk.Input
        // Whoever already types goes on behind it: left to itself the dialog would select what is there.
        autoFocus
        onFocus={({ target }) => target.setSelectionRange(target.value.length, target.value.length)}
        value={query}
        onValueChange={setQuery}
        placeholder="Do something, or find a task or project…"
        className="w-full border-b border-line bg-transparent px-4 py-3 text-title outline-none placeholder:text-faint focus-visible:outline-none"
      />
      <p role="status" className={cx('px-4 text-center text-muted', sections.length === 0 && 'py-9')}>
        {sections.length === 0 && 'Nothing is called like that.'}
      </p>
      <Cmdk.List className="max-h-[min(420px,60vh)] overflow-y-auto p-1.5" label="Commands">
        {sections.map(([section, entries]) => (
          <Cmdk.Group
            key={section}
            heading={section}
            className="[&_[cmdk-group-heading]]:truncate [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-meta [&_[cmdk-group-heading]]:text-faint"
          >
            {entries.map((command) => (
              <Cmdk.Item
                key={command.id}
                value={command.id}
                onSelect={() => take(command)}
                className="flex h-8 cursor-pointer items-center gap-2 rounded-card px-2.5 data-[selected=true]:bg-hover"
              >
                <span className="min-w-0 flex-1 truncate">{command.title}</span>
                {command.keys?.map((key) => (
                  <Kbd key={key} keys={key} />
                ))}
              </Cmdk.Item>
            ))}
          </Cmdk.Group>
        ))}
      </Cmdk.List>
    </Cmdk.Dialog>
  );
}

/** In the order in which the sections come first. */
function bySection(commands: readonly Command[]): [section: string, commands: Command[]][] {
  const sections = new Map<string, Command[]>();
  for (const command of commands) {
    const entries = sections.get(command.section);
    if (entries) entries.push(command);
    else sections.set(command.section, [command]);
  }
  return [...sections];
}
