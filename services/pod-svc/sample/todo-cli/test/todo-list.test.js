import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TodoList } from '../src/todo-list.js';

test('an empty list says so', () => {
  assert.equal(new TodoList().toString(), 'Nothing to do.');
});

test('items are added at the end, without the spaces around them', () => {
  const list = new TodoList();
  list.add('  buy milk ');
  list.add('call home');
  assert.equal(list.toString(), '1. [ ] buy milk\n2. [ ] call home');
});

test('completing an item takes it off the open ones', () => {
  const list = new TodoList();
  list.add('buy milk');
  list.add('call home');
  list.complete(1);
  assert.deepEqual(
    list.open.map((item) => item.text),
    ['call home'],
  );
});

test('there is no completing an item that does not exist', () => {
  assert.throws(() => new TodoList().complete(1), /no item 1/);
});
