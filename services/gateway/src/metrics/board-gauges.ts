import type { GaugeReader, GaugeValue } from '@podium/service-kit';
import type { DataSource } from 'typeorm';
import { PodRow } from '../projections/pod.entity.ts';
import { SessionRow } from '../projections/session.entity.ts';

interface Count {
  readonly status: string;
  readonly count: string;
}

/** What is on the boards of all projects together. */
export function boardGauges(dataSource: DataSource): GaugeReader[] {
  return [
    {
      name: 'podium_sessions',
      help: 'Sessions of all projects, by their status, ended ones included',
      labels: ['status'],
      read: () => countByStatus(dataSource, SessionRow),
    },
    {
      name: 'podium_pods',
      help: 'Pods of all projects, by their status',
      labels: ['status'],
      read: () => countByStatus(dataSource, PodRow),
    },
    {
      name: 'podium_queue_oldest_seconds',
      help: 'For how long the session that came first has waited for a slot; 0 where none waits',
      labels: [],
      read: async () => {
        const [first] = await dataSource.getRepository(SessionRow).find({
          select: { queued_at: true },
          where: { status: 'queued' },
          order: { queued_at: 'ASC' },
          take: 1,
        });
        return [{ labels: {}, value: first ? (Date.now() - Date.parse(first.queued_at)) / 1000 : 0 }];
      },
    },
  ];
}

async function countByStatus(dataSource: DataSource, entity: typeof SessionRow | typeof PodRow): Promise<GaugeValue[]> {
  const counts = await dataSource
    .createQueryBuilder()
    .select('status')
    .addSelect('count(*)', 'count')
    .from(entity, 'row')
    .groupBy('status')
    .getRawMany<Count>();
  return counts.map(({ status, count }) => ({ labels: { status }, value: Number(count) }));
}
