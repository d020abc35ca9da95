/** A list of things to do. Items are numbered from 1, as people count. */
export class TodoList {
  constructor(items = []) {
    this.items = items;
  }

  add(text) {
    if (text.trim() === '') throw new Error('Say what there is to do');
    this.items.push({ text: text.trim(), done: false });
  }

  complete(number) {
    const item = this.items[number - 1];
    if (!item) throw new Error(`There is no item ${number}`);
    item.done = true;
  }

  get open() {
    return this.items.filter((item) => !item.done);
  }

  toString() {
    if (this.items.length === 0) return 'Nothing to do.';
    return this.items.map((item, index) => `${index + 1}. [${item.done ? 'x' : ' '}] ${item.text}`).join('\n');
  }
}
