import type { Recorded } from '@podium/proto';
import { parsedJson } from './activity-data.ts';
import type { GateToolView, GateView } from './session-view.ts';

type PermissionAsked = Recorded<'podium.session.v1.PermissionAsked'>;

/** What a session waits for, as people see it. */
export function gateOf(asked: PermissionAsked | Recorded<'podium.session.v1.QuestionAsked'>): GateView {
  const common = { id: asked.data.gateId, asked_at: asked.time };
  if (asked.type === 'podium.session.v1.QuestionAsked') {
    const questions = asked.data.questions.map(({ header, text, options, multiple, custom }) => ({
      header,
      text,
      options: options.map(({ label, description }) => ({ label, description })),
      multiple,
      custom,
    }));
    return { kind: 'question', ...common, questions };
  }
  const { action, patterns, always, diff, command, truncated } = asked.data;
  return {
    kind: 'permission',
    ...common,
    action,
    patterns,
    always,
    tool: toolOf(asked.data),
    command: command ?? null,
    diff: diff ?? null,
    truncated: truncated ?? false,
    text: permissionWords(asked.data),
  };
}

function toolOf({ tool }: PermissionAsked['data']): GateToolView | null {
  if (!tool) return null;
  return { name: tool.name, title: tool.title, arguments: argumentsIn(tool.arguments) };
}

function argumentsIn(text: string | undefined): Record<string, unknown> | null {
  const parsed = text === undefined ? null : parsedJson(text);
  return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : null;
}

/** What {@link permissionWords} needs to know. */
export interface AskedPermission {
  readonly action: string;
  readonly patterns: readonly string[];
  readonly command?: string | undefined;
  readonly tool?: { readonly title: string } | undefined;
}

/**
 * What an agent wants to do, in a few words behind "wants to" or "asks to": the command, the file or the address, and for
 * a way out of the workspace what it is for.
 */
export function permissionWords({ action, patterns, command, tool }: AskedPermission): string {
  const what = patterns.join(', ');
  switch (action) {
    case 'bash':
      return `run ${command ? oneLine(command) : what}`;
    case 'edit':
      return `change ${what}`;
    case 'write':
      return `write ${what}`;
    case 'read':
      return `read ${what}`;
    case 'webfetch':
      return `open ${what}`;
    case 'websearch':
      return `search the web for ${what}`;
    case 'external_directory':
      return `leave the workspace for ${what}${tool ? `: ${tool.title}` : ''}`;
    case 'doom_loop':
      return `repeat ${tool?.title ?? what} once more`;
    default:
      return `use ${action}: ${tool?.title ?? what}`;
  }
}

const longestLine = 200;

function oneLine(text: string): string {
  const [first = '', ...rest] = text.trim().split('\n');
  const line = rest.length > 0 ? `${first} …` : first;
  return line.length > longestLine ? `${line.slice(0, longestLine - 1)}…` : line;
}
