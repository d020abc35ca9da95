import { fact, reject, type Decider } from '@podium/event-sourcing';
import type { RecordedFact } from '@podium/proto';

/** Something that a project's agents may do without asking. */
export interface Grant {
  readonly action: string;
  readonly pattern: string;
}

/** What people have allowed a project's agents for good. */
export interface PermissionsState {
  readonly grants: readonly Grant[];
}

/** A person answered that something is always allowed. */
export interface GrantPermission {
  readonly kind: 'grant';
  readonly projectId: string;
  readonly action: string;
  readonly patterns: readonly string[];
  readonly sessionId: string;
  readonly taskId: string;
}

/** A person wants to be asked again. */
export interface RevokePermission {
  readonly kind: 'revoke';
  readonly projectId: string;
  readonly action: string;
  readonly pattern: string;
}

export type PermissionCommand = GrantPermission | RevokePermission;

/** Each pattern is allowed once; what is allowed already changes nothing. */
export const permissionDecider: Decider<PermissionsState, PermissionCommand> = {
  initialState: { grants: [] },
  evolve: evolvePermissions,
  decide({ grants }, command) {
    const { projectId, action } = command;
    const has = (pattern: string) => grants.some((grant) => grant.action === action && grant.pattern === pattern);
    if (command.kind === 'grant') {
      const { sessionId, taskId } = command;
      const patterns = command.patterns.filter((pattern) => !has(pattern));
      if (patterns.length === 0) return [];
      return [fact('podium.session.v1.PermissionGranted', { projectId, action, patterns, sessionId, taskId })];
    }
    const { pattern } = command;
    if (!has(pattern)) return reject('permission_not_found', 'Agents have to ask for this already.');
    return [fact('podium.session.v1.PermissionRevoked', { projectId, action, pattern })];
  },
};

/** Folds one fact into what is allowed; other facts leave it as it is. */
export function evolvePermissions(state: PermissionsState, recorded: RecordedFact): PermissionsState {
  switch (recorded.type) {
    case 'podium.session.v1.PermissionGranted': {
      const { action, patterns } = recorded.data;
      return { grants: [...state.grants, ...patterns.map((pattern) => ({ action, pattern }))] };
    }
    case 'podium.session.v1.PermissionRevoked': {
      const { action, pattern } = recorded.data;
      return { grants: state.grants.filter((grant) => grant.action !== action || grant.pattern !== pattern) };
    }
    default:
      return state;
  }
}

/** Whether all of what is asked for is allowed; what names nothing never is. */
export function isGranted({ grants }: PermissionsState, action: string, patterns: readonly string[]): boolean {
  const allowed = grants.filter((grant) => grant.action === action);
  return patterns.length > 0 && patterns.every((asked) => allowed.some(({ pattern }) => covers(pattern, asked)));
}

/** Patterns mean what they mean to OpenCode, which proposed them: `ls *` is also `ls`. Source: its `Wildcard.match`. */
function covers(pattern: string, asked: string): boolean {
  return matches(pattern, asked) || (pattern.endsWith(' *') && matches(pattern.slice(0, -2), asked));
}

/**
 * `*` is any text and `?` any one sign. By hand, because agents choose both texts: a regular expression with many `*`
 * takes hours for some of them.
 */
function matches(pattern: string, text: string): boolean {
  let [at, position] = [0, 0];
  let star: { readonly at: number; readonly position: number } | undefined;
  while (position < text.length) {
    const sign = pattern[at];
    if (sign === '*') {
      star = { at, position };
      at += 1;
    } else if (sign === '?' || sign === text[position]) {
      at += 1;
      position += 1;
    } else if (star) {
      // The last star takes one sign more; what earlier ones take never has to change.
      star = { at: star.at, position: star.position + 1 };
      at = star.at + 1;
      ({ position } = star);
    } else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}
