import { eventLogContract } from '../testing/event-log-contract.ts';
import { InMemoryEventLog } from '../testing/in-memory-event-log.ts';

eventLogContract('in memory', async () => ({ log: new InMemoryEventLog(), close: async () => {} }));
