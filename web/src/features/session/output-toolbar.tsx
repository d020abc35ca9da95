'use client';

import { ChevronDown, ChevronsDownUp, ChevronsUpDown, ChevronUp, Download, Search } from 'lucide-react';
import { CopyButton } from '@/components/copy-button.tsx';
import { IconButton } from '@/components/icon-button.tsx';
import { activityText } from '@/lib/output/search-activity.ts';
import type { ActivityLog } from './use-activity-log.ts';

/** Search in the log, fold, copy and download. */
export function OutputToolbar({ log, fileName }: { log: ActivityLog; fileName: string }) {
  return (
    <div className="flex h-9 shrink-0 items-center gap-1 border-b border-line px-2">
      <SearchField log={log} />
      <span className="flex-1" />
      <IconButton label={log.allOpen ? 'Fold all steps' : 'Unfold all steps'} onClick={log.toggleAll}>
        {log.allOpen ? <ChevronsDownUp /> : <ChevronsUpDown />}
      </IconButton>
      <CopyButton label="Copy the log" what="The log" text={() => activityText(log.items)} />
      <IconButton label="Download the log" onClick={() => download(fileName, activityText(log.items))}>
        <Download />
      </IconButton>
    </div>
  );
}

function SearchField({ log }: { log: ActivityLog }) {
  const { searched, matches, matchIndex } = log;
  const step = (by: number): void => log.goToMatch(matchIndex === -1 && by < 0 ? -1 : matchIndex + by);
  return (
    <>
      <label className="relative flex w-44 min-w-24 shrink items-center">
        <Search aria-hidden="true" className="absolute left-2 size-3.5 text-faint" />
        <input
          type="search"
          aria-label="Search in the log"
          placeholder="Search"
          value={searched}
          onChange={(event) => log.search(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
            if (event.key !== 'Escape' || !searched) return;
            event.stopPropagation();
            log.search('');
          }}
          className="field h-7 pl-7"
        />
      </label>
      {searched.trim() && (
        <>
          <span role="status" className="px-1 text-meta text-muted tabular-nums">
            {matches.length === 0
              ? 'Nothing'
              : matchIndex === -1
                ? `${matches.length} found`
                : `${matchIndex + 1} of ${matches.length}`}
          </span>
          <IconButton label="Earlier match" disabled={matches.length === 0} onClick={() => step(-1)}>
            <ChevronUp />
          </IconButton>
          <IconButton label="Next match" disabled={matches.length === 0} onClick={() => step(1)}>
            <ChevronDown />
          </IconButton>
        </>
      )}
    </>
  );
}

function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
