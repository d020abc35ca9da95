import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { parkedOf } from '../health/parked.ts';
import type { HealthSettings } from '../health/health-checks.ts';
import type { GaugeReader } from './gauge-reader.ts';

/** An HTTP request that has been answered. */
export interface AnsweredRequest {
  readonly method: string;
  /** Pattern of the path, so that there are not as many as there are tasks. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

/**
 * What a service tells a monitoring system. All but the times of requests is read when it is asked for, from NATS and
 * from the tables, so that a restart loses nothing.
 */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests: Histogram<'method' | 'route' | 'status'>;

  constructor(service: string, settings: HealthSettings, gauges: readonly GaugeReader[] = []) {
    this.#registry.setDefaultLabels({ service });
    this.#addProjections(settings);
    this.#addParked(service, settings);
    this.#addProcess();
    for (const gauge of gauges) this.#add(gauge);
    this.#requests = new Histogram({
      name: 'podium_http_request_duration_seconds',
      help: 'Time from a request to the end of its answer, without streams that have no end',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers: [this.#registry],
    });
  }

  /** MIME type of the text. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  observe({ method, route, status, seconds }: AnsweredRequest): void {
    this.#requests.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, seconds);
  }

  #addProjections({ projections = [] }: HealthSettings): void {
    const registers = [this.#registry];
    const lag: Gauge = new Gauge({
      name: 'podium_projection_lag_facts',
      help: 'Facts of the log that are not in the tables yet',
      labelNames: ['projection'],
      registers,
      collect: async () => {
        for (const projection of projections) {
          const status = await projection.status();
          lag.set({ projection: projection.name }, status.lag);
          position.set({ projection: projection.name }, status.position);
          failed.set({ projection: projection.name }, status.state === 'failed' ? 1 : 0);
          active.set({ projection: projection.name }, status.state === 'running' ? 1 : 0);
        }
      },
    });
    const position = new Gauge({
      name: 'podium_projection_position',
      help: 'Position of the log that the tables are the fold of',
      labelNames: ['projection'],
      registers,
    });
    const failed = new Gauge({
      name: 'podium_projection_failed',
      help: '1 while a projection is stopped by an error that repeating does not cure',
      labelNames: ['projection'],
      registers,
    });
    const active = new Gauge({
      name: 'podium_projection_active',
      help: '1 at the replica that writes the tables, 0 at the others',
      labelNames: ['projection'],
      registers,
    });
  }

  #addParked(service: string, { nats }: HealthSettings): void {
    const labels = ['consumer'];
    this.#add({
      name: 'podium_parked_messages',
      help: 'Messages that a consumer could not handle and that wait for an operator',
      labels,
      read: async () => {
        const counts = await parkedOf(service, nats);
        return [...counts].map(([consumer, value]) => ({ labels: { consumer }, value }));
      },
    });
  }

  #addProcess(): void {
    this.#add({
      name: 'process_resident_memory_bytes',
      help: 'Resident memory of the process, which several services may share',
      labels: [],
      read: async () => [{ labels: {}, value: process.memoryUsage.rss() }],
    });
    const processor: Counter = new Counter({
      name: 'process_cpu_seconds_total',
      help: 'Processor time of the process, which several services may share',
      registers: [this.#registry],
      collect: () => {
        const { user, system } = process.cpuUsage();
        processor.reset();
        processor.inc((user + system) / 1e6);
      },
    });
  }

  #add({ name, help, labels, read }: GaugeReader): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      labelNames: [...labels],
      registers: [this.#registry],
      collect: async () => {
        const values = await read();
        gauge.reset();
        for (const { labels: of, value } of values) gauge.set(of, value);
      },
    });
  }
}
