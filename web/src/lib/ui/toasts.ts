import { Store } from '../store.ts';

export interface ToastMessage {
  id: number;
  tone: 'info' | 'error';
  title: string;
  detail?: string;
  /** A button of its own, for example Undo. */
  action?: { label: string; run: () => void };
}

export const toasts = new Store<readonly ToastMessage[]>([]);

let lastId = 0;

export function notify(message: Omit<ToastMessage, 'id'>): void {
  lastId += 1;
  toasts.update((shown) => [...shown.slice(-3), { ...message, id: lastId }]);
}

export function dismiss(id: number): void {
  toasts.update((shown) => shown.filter((message) => message.id !== id));
}
