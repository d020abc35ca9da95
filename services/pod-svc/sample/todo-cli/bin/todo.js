#!/usr/bin/env node
import { TodoList } from '../src/todo-list.js';
import { load, save } from '../src/storage.js';

const file = process.env.TODO_FILE ?? 'todo.json';
const usage = 'Usage: todo add <text> | todo done <number> | todo list';

const [command, ...words] = process.argv.slice(2);
const list = new TodoList(await load(file));

switch (command) {
  case 'add':
    list.add(words.join(' '));
    await save(file, list.items);
    break;
  case 'done':
    list.complete(Number(words[0]));
    await save(file, list.items);
    break;
  case 'list':
    break;
  default:
    console.error(usage);
    process.exit(2);
}
console.log(list.toString());
