import { snapshotContract } from '@podium/event-sourcing/testing';
import { dependencyDecider } from './dependency-graph.ts';
import { taskDecider } from './task-decider.ts';

snapshotContract('task', taskDecider, ['task']);
snapshotContract('graph of dependencies', dependencyDecider, ['task']);
