import type { StoryEntry } from '@podium/board';
import {
  ArrowRight,
  Ban,
  Box,
  Check,
  ChevronsUp,
  CircleDot,
  CirclePause,
  CirclePlay,
  Coins,
  Hand,
  Hourglass,
  MessageCircleQuestion,
  MessageCircleReply,
  MessageSquare,
  MessageSquareReply,
  Pencil,
  Play,
  Plus,
  Redo2,
  RefreshCw,
  SendHorizontal,
  Square,
  Ticket,
  Trash2,
  Undo2,
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
  SessionRetryScheduled: { icon: RefreshCw, colour: 'text-ai-review' },
  SessionRequeued: { icon: Hourglass, colour: 'text-todo' },
  SessionExpedited: { icon: ChevronsUp, colour: 'text-todo' },
  SessionReverted: { icon: Undo2, colour: 'text-muted' },
  SessionUnreverted: { icon: Redo2, colour: 'text-muted' },
  PromptAdded: { icon: MessageSquare, colour: 'text-muted' },
  PromptEdited: { icon: Pencil, colour: 'text-muted' },
  PromptRemoved: { icon: Trash2, colour: 'text-muted' },
  PromptSent: { icon: SendHorizontal, colour: 'text-progress' },
  TurnEnded: { icon: MessageSquareReply, colour: 'text-progress' },
  QueuePaused: { icon: CirclePause, colour: 'text-ai-review' },
  QueueResumed: { icon: CirclePlay, colour: 'text-todo' },
  BudgetWarned: { icon: Coins, colour: 'text-ai-review' },
  BudgetExceeded: { icon: Coins, colour: 'text-failed' },
  BudgetRestored: { icon: Coins, colour: 'text-done' },
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
