var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import { foldTask } from '@podium/board';
import { aggregateIdOf } from '@podium/proto';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
/** The table of cards as the board's read model has it. */
let TaskRow = class TaskRow {
    id;
    project_id;
    title;
    description;
    priority;
    status;
    rank;
    active_session_id;
    latest_session_id;
    failure;
    status_since;
    created_at;
    updated_at;
    created_by;
    version;
    position;
};
__decorate([
    PrimaryColumn('text'),
    __metadata("design:type", String)
], TaskRow.prototype, "id", void 0);
__decorate([
    Column('text'),
    __metadata("design:type", String)
], TaskRow.prototype, "project_id", void 0);
__decorate([
    Column('text'),
    __metadata("design:type", String)
], TaskRow.prototype, "title", void 0);
__decorate([
    Column('text'),
    __metadata("design:type", String)
], TaskRow.prototype, "description", void 0);
__decorate([
    Column('text'),
    __metadata("design:type", String)
], TaskRow.prototype, "priority", void 0);
__decorate([
    Column('text'),
    __metadata("design:type", String)
], TaskRow.prototype, "status", void 0);
__decorate([
    Column({ type: 'text', collation: 'C' }),
    __metadata("design:type", String)
], TaskRow.prototype, "rank", void 0);
__decorate([
    Column('text', { nullable: true }),
    __metadata("design:type", Object)
], TaskRow.prototype, "active_session_id", void 0);
__decorate([
    Column('text', { nullable: true }),
    __metadata("design:type", Object)
], TaskRow.prototype, "latest_session_id", void 0);
__decorate([
    Column('jsonb', { nullable: true }),
    __metadata("design:type", Object)
], TaskRow.prototype, "failure", void 0);
__decorate([
    Column('text'),
    __metadata("design:type", String)
], TaskRow.prototype, "status_since", void 0);
__decorate([
    Column('text'),
    __metadata("design:type", String)
], TaskRow.prototype, "created_at", void 0);
__decorate([
    Column('text'),
    __metadata("design:type", String)
], TaskRow.prototype, "updated_at", void 0);
__decorate([
    Column('text'),
    __metadata("design:type", String)
], TaskRow.prototype, "created_by", void 0);
__decorate([
    Column('integer'),
    __metadata("design:type", Number)
], TaskRow.prototype, "version", void 0);
__decorate([
    Column('bigint'),
    __metadata("design:type", Number)
], TaskRow.prototype, "position", void 0);
TaskRow = __decorate([
    Entity('tasks'),
    Index('tasks_of_column', ['project_id', 'status', 'rank', 'id'])
], TaskRow);
export { TaskRow };
export const taskProjection = {
    name: 'tasks',
    version: 1,
    contexts: ['task'],
    tables: [{ entity: TaskRow, keyOf: aggregateIdOf, fold: foldTask }],
};
//# sourceMappingURL=task-row.js.map