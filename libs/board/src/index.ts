export * from './fold-board.ts';
export * from './fold-pod.ts';
export * from './fold-project.ts';
export * from './fold-session.ts';
export * from './fold-task.ts';
export * from './names.ts';
export * from './views.ts';
