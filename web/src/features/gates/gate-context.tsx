'use client';

import type { GateView } from '@podium/board';
import { ChevronRight } from 'lucide-react';
import { CopyButton } from '@/components/copy-button.tsx';
import { DiffView } from '@/components/diff-view.tsx';
import { argumentRows } from './argument-rows.ts';

type Permission = Extract<GateView, { kind: 'permission' }>;

const box = 'overflow-hidden rounded-card border border-line';
const scrolling = 'max-h-48 overflow-auto [font-variant-ligatures:none] focus-visible:-outline-offset-2';

/** Everything that there is to know about what an agent wants to do, as text only. */
export function GateContext({ gate }: { gate: Permission }) {
  const { command, diff, tool, truncated } = gate;
  const isWayOut = gate.action === 'external_directory' && tool !== null;
  return (
    <div className="space-y-2">
      {command !== null && <Command command={command} />}
      {(command === null || isWayOut) && <Patterns gate={gate} />}
      {isWayOut && command === null && (
        <p className="text-muted">
          For <code className="font-mono text-meta break-words text-text">{tool.title}</code>
        </p>
      )}
      {diff && (
        <div className={box}>
          <DiffView patch={diff} label="What it would change" contained />
        </div>
      )}
      {tool?.arguments && <Arguments name={tool.name} rows={argumentRows(tool.arguments, [command, diff])} />}
      {truncated && (
        <p className="rounded-card bg-past-soft px-2.5 py-1.5 text-meta text-past">
          It is longer than what is shown here. Allow it only if you trust the rest.
        </p>
      )}
    </div>
  );
}

function Command({ command }: { command: string }) {
  return (
    <div className={`${box} relative bg-[#050506] text-text scheme-dark`}>
      <pre
        tabIndex={0}
        aria-label="The command"
        className={`${scrolling} py-2 pr-9 pl-3 font-mono text-meta break-words whitespace-pre-wrap`}
      >
        <span aria-hidden="true" className="text-faint select-none">
          ${' '}
        </span>
        {command}
      </pre>
      <CopyButton
        label="Copy the command"
        what="The command"
        text={() => command}
        className="absolute top-1 right-1 size-6 [&>svg]:size-3!"
      />
    </div>
  );
}

/** The file, the address, or whatever else it is about. */
function Patterns({ gate: { patterns } }: { gate: Permission }) {
  if (patterns.length === 0) return null;
  return (
    <pre
      tabIndex={0}
      aria-label="What it is about"
      className={`${scrolling} rounded-card bg-hover px-3 py-2 font-mono text-meta break-words whitespace-pre-wrap`}
    >
      {patterns.join('\n')}
    </pre>
  );
}

function Arguments({ name, rows }: { name: string; rows: readonly (readonly [string, string])[] }) {
  if (rows.length === 0) return null;
  return (
    <details className={`group ${box}`}>
      <summary className="flex list-none items-center gap-1.5 px-2.5 py-1.5 text-meta text-muted hover:bg-hover focus-visible:-outline-offset-2 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden="true"
          className="size-3.5 text-faint transition-transform duration-100 group-open:rotate-90"
        />
        <span>
          {rows.length === 1 ? 'One argument' : `${rows.length} arguments`} of <code className="font-mono">{name}</code>
        </span>
      </summary>
      <dl
        tabIndex={0}
        aria-label={`Arguments of ${name}`}
        className={`${scrolling} space-y-2 border-t border-line p-2.5`}
      >
        {rows.map(([key, value]) => (
          <div key={key}>
            <dt className="text-meta text-faint">{key}</dt>
            <dd className="font-mono text-meta break-words whitespace-pre-wrap">{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
