import { snapshotContract } from '@podium/event-sourcing/testing';
import { sessionDecider } from './session-decider.ts';

snapshotContract('session', sessionDecider, ['session']);
