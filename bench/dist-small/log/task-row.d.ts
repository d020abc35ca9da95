import { type FailureView, type TaskPriorityName, type TaskStatusName, type TaskView } from '@podium/board';
import type { Projection } from '@podium/projections';
/** The table of cards as the board's read model has it. */
export declare class TaskRow implements TaskView {
    id: string;
    project_id: string;
    title: string;
    description: string;
    priority: TaskPriorityName;
    status: TaskStatusName;
    rank: string;
    active_session_id: string | null;
    latest_session_id: string | null;
    failure: FailureView | null;
    status_since: string;
    created_at: string;
    updated_at: string;
    created_by: string;
    version: number;
    position: number;
}
export declare const taskProjection: Projection;
//# sourceMappingURL=task-row.d.ts.map