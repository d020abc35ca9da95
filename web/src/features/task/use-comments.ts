'use client';

import { foldComments, type CommentView } from '@podium/board';
import type { RecordedFact } from '@podium/proto';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Answer } from '@/lib/api/client.ts';
import { addComment, deleteComment, editComment, getComments, type CommentList } from '@/lib/api/task-requests.ts';
import { takeBack } from '@/lib/api/requests.ts';
import type { Undoable } from '@/lib/api/types.ts';
import { useLive } from '@/lib/live/live-context.tsx';
import { undoable } from '@/lib/ui/undo.ts';

interface TaskRef {
  id: string;
  project_id: string;
}

/** The comments of a task, live, with what can be done to them. The writes throw a ProblemError. */
export function useComments(task: TaskRef) {
  const client = useQueryClient();
  const { live } = useLive();
  const queryKey = ['comments', task.id];
  const query = useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const { floor } = live;
      const list = await getComments(task, signal, floor);
      // What came while the answer was on its way must not be lost.
      return folded(list, task.id, live.factsAfter(floor) ?? []);
    },
  });
  useEffect(
    () =>
      live.onFacts((facts) =>
        client.setQueryData<CommentList>(['comments', task.id], (list) => list && folded(list, task.id, facts)),
      ),
    [live, client, task.id],
  );
  const done = async (sending: Promise<Answer<Undoable & { position?: number }>>, title: string, quietly: boolean) => {
    const { value, position } = await sending;
    live.raiseFloor(position);
    const step = value?.undo;
    if (step) undoable({ title, undo: () => takeBack(step) }, { quietly });
    await client.invalidateQueries({ queryKey });
  };
  return {
    comments: query.data?.comments,
    error: query.error,
    retry: () => void query.refetch(),
    add: (text: string) => done(addComment(task, text), 'Added a comment', true),
    edit: (comment: CommentView, text: string) => done(editComment(task, comment.id, text), 'Changed a comment', true),
    remove: (comment: CommentView) => done(deleteComment(task, comment.id), 'Deleted a comment', false),
  };
}

function folded(list: CommentList, taskId: string, facts: readonly RecordedFact[]): CommentList {
  const fold = (comments: CommentView[], fact: RecordedFact) => [...foldComments(comments, taskId, fact)];
  return { ...list, comments: facts.reduce(fold, list.comments) };
}
