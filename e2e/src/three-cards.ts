import type { TaskStatusName } from '@podium/board';
import type { PodiumApi } from '@podium/stack-driver';

/** What the cards of a column are called, in their order. */
export async function titlesIn(api: PodiumApi, projectId: string, status: TaskStatusName): Promise<string[]> {
  const { tasks } = await api.board(projectId);
  return tasks.filter((task) => task.status === status).map((task) => task.title);
}

/** Cards of To do, in this order. */
export async function threeCards(api: PodiumApi, projectId: string) {
  const one = await api.createTask(projectId, { title: 'One' });
  const two = await api.createTask(projectId, { title: 'Two' });
  const three = await api.createTask(projectId, { title: 'Three' });
  return { one, two, three };
}
