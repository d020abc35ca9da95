import { Gauge, Registry } from 'prom-client';
import { parkedOf } from '../health/parked.ts';
import type { HealthSettings } from '../health/health-checks.ts';

/**
 * What a service tells a monitoring system. Everything is read when it is asked for, from NATS and from the
 * projections: nothing is counted on the side, so a restart loses nothing.
 */
export class Metrics {
  readonly #registry = new Registry();

  constructor(service: string, settings: HealthSettings) {
    this.#registry.setDefaultLabels({ service });
    this.#addProjections(settings);
    this.#addParked(service, settings);
    this.#addProcess();
  }

  /** MIME type of the text. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
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
  }

  #addParked(service: string, { nats }: HealthSettings): void {
    const parked: Gauge = new Gauge({
      name: 'podium_parked_messages',
      help: 'Messages that a consumer could not handle and that wait for an operator',
      labelNames: ['consumer'],
      registers: [this.#registry],
      collect: async () => {
        parked.reset();
        for (const [consumer, count] of await parkedOf(service, nats)) parked.set({ consumer }, count);
      },
    });
  }

  #addProcess(): void {
    const memory: Gauge = new Gauge({
      name: 'process_resident_memory_bytes',
      help: 'Resident memory of the process, which several services may share',
      registers: [this.#registry],
      collect: () => {
        memory.set(process.memoryUsage.rss());
      },
    });
  }
}
