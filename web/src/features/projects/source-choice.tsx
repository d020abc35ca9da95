'use client';

import * as RadioGroup from '@radix-ui/react-radio-group';
import type { WorkspaceSourceName } from '@podium/board';
import { FolderGit2, FolderOpen, Sparkles, type LucideIcon } from 'lucide-react';

export interface SourceOption {
  source: WorkspaceSourceName;
  title: string;
  detail: string;
  icon: LucideIcon;
}

export const sourceOptions: readonly SourceOption[] = [
  { source: 'sample', title: 'Try the sample', detail: 'A small repository with three ready tasks.', icon: Sparkles },
  { source: 'clone', title: 'Clone a repository', detail: 'Work on code that you have already.', icon: FolderGit2 },
  { source: 'empty', title: 'Start empty', detail: 'An empty git repository.', icon: FolderOpen },
];

export function SourceChoice({
  value,
  onChange,
}: {
  value: WorkspaceSourceName;
  onChange: (source: WorkspaceSourceName) => void;
}) {
  return (
    <RadioGroup.Root
      aria-label="Where the files come from"
      value={value}
      onValueChange={(source) => onChange(source as WorkspaceSourceName)}
      className="grid gap-2 sm:grid-cols-3"
    >
      {sourceOptions.map(({ source, title, detail, icon: Icon }) => (
        <RadioGroup.Item
          key={source}
          value={source}
          className="flex flex-col items-start rounded-card border border-line p-3 text-left hover:border-line-strong data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft max-sm:flex-row max-sm:gap-3"
        >
          <Icon aria-hidden="true" className="mb-2 size-4 shrink-0 text-accent max-sm:mt-0.5" />
          <span>
            <span className="block font-medium">{title}</span>
            <span className="block text-meta text-muted">{detail}</span>
          </span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
