import type { StoryEntry } from '@podium/board';
import {
  ArrowRight,
  Ban,
  Box,
  Check,
  CircleDot,
  Hand,
  Hourglass,
  MessageCircleQuestion,
  MessageCircleReply,
  Pencil,
  Play,
  Plus,
  RefreshCw,
  Square,
  Ticket,
  Trash2,
  X,
  Zap,
  type LucideIcon,
} from 'lucide-react';
import { cx } from '@/lib/ui/class-names.ts';

interface Sign {
  icon: LucideIcon;
  colour: string;
}

const signs: Record<string, Sign> = {
  TaskCreated: { icon: Plus, colour: 'text-todo' },
  TaskEdited: { icon: Pencil, colour: 'text-muted' },
  TaskMoved: { icon: ArrowRight, colour: 'text-human-review' },
  TaskDeleted: { icon: Trash2, colour: 'text-failed' },
  TaskExecutionStarted: { icon: Zap, colour: 'text-accent' },
  TaskExecutionCompleted: { icon: Check, colour: 'text-done' },
  TaskExecutionFailed: { icon: X, colour: 'text-failed' },
  TaskExecutionStopped: { icon: Square, colour: 'text-muted' },
  SessionQueued: { icon: Hourglass, colour: 'text-todo' },
  SessionAdmitted: { icon: Ticket, colour: 'text-todo' },
  SessionStarted: { icon: Play, colour: 'text-progress' },
  SessionTakenOver: { icon: RefreshCw, colour: 'text-progress' },
  PermissionAsked: { icon: MessageCircleQuestion, colour: 'text-waiting' },
  QuestionAsked: { icon: MessageCircleQuestion, colour: 'text-waiting' },
  PermissionAnswered: { icon: MessageCircleReply, colour: 'text-waiting' },
  QuestionAnswered: { icon: MessageCircleReply, colour: 'text-waiting' },
  SessionStopping: { icon: Hand, colour: 'text-muted' },
  SessionCompleted: { icon: Check, colour: 'text-done' },
  SessionFailed: { icon: X, colour: 'text-failed' },
  SessionCancelled: { icon: Square, colour: 'text-muted' },
};

const pod: Sign = { icon: Box, colour: 'text-muted' };
const refused: Sign = { icon: Ban, colour: 'text-failed' };
const other: Sign = { icon: CircleDot, colour: 'text-muted' };

/** What kind of thing happened, as a sign. */
export function EntryIcon({ entry, className }: { entry: Pick<StoryEntry, 'kind' | 'type'>; className?: string }) {
  const { icon: Icon, colour } = signOf(entry);
  return <Icon aria-hidden="true" strokeWidth={2.25} className={cx('shrink-0', colour, className ?? 'size-3')} />;
}

function signOf({ kind, type }: Pick<StoryEntry, 'kind' | 'type'>): Sign {
  if (kind === 'refused') return refused;
  const [, context, , name = ''] = type.split('.');
  return signs[name] ?? (context === 'pod' ? pod : other);
}
