import { CONFIG, DATA_SOURCE } from '@podium/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { LessThanOrEqual, type DataSource } from 'typeorm';
import type { SessionConfig } from '../../config.ts';
import type { SessionLimits } from '../../domain/limits.ts';
import { defaultLimits, ProjectLimits } from './project-limits.ts';
import { WaitingSession } from './waiting-session.ts';

/** A gate with the session that waits for it. */
export interface WaitingGate {
  readonly projectId: string;
  readonly sessionId: string;
  readonly gateId: string;
  readonly factId: string;
  readonly correlationId: string;
}

interface WaitingGateRow {
  readonly project_id: string;
  readonly session_id: string;
  readonly gate_id: string;
  readonly fact_id: string;
  readonly correlation_id: string;
}

/** Reads what limits sessions, and which of them wait for a time to come; a few milliseconds behind the log. */
@Injectable()
export class LimitsReader {
  readonly #dataSource: DataSource;
  readonly #minuteSeconds: number;

  constructor(
    @Inject(DATA_SOURCE) dataSource: DataSource,
    @Inject(CONFIG) { PODIUM_MINUTE_SECONDS: minuteSeconds }: Pick<SessionConfig, 'PODIUM_MINUTE_SECONDS'>,
  ) {
    this.#dataSource = dataSource;
    this.#minuteSeconds = minuteSeconds;
  }

  /** The limits of each session of a project; the defaults for a project that is not there. */
  async sessionLimits(projectId: string): Promise<SessionLimits> {
    const row = await this.#dataSource.getRepository(ProjectLimits).findOneBy({ project_id: projectId });
    const limits = row?.session_limits ?? defaultLimits;
    const scale = this.#minuteSeconds / 60;
    return { ...limits, minutes: limits.minutes * scale, idleMinutes: limits.idleMinutes * scale };
  }

  /** Sessions whose next try was due at a time. */
  dueRetries(nowMs: number): Promise<WaitingSession[]> {
    return this.#dataSource.getRepository(WaitingSession).findBy({ due_at_ms: LessThanOrEqual(nowMs) });
  }

  /** Ids of a project's sessions that wait for people or for their next try. */
  async waitingSessions(projectId: string): Promise<string[]> {
    const rows = await this.#dataSource.getRepository(WaitingSession).findBy({ project_id: projectId });
    return rows.map(({ session_id }) => session_id);
  }

  /** Gates that have waited for as long as their project wants. */
  async overdueGates(nowMs: number): Promise<WaitingGate[]> {
    const rows = await this.#dataSource.query<WaitingGateRow[]>(
      `SELECT waiting.project_id, waiting.session_id, waiting.correlation_id, gate->>'gate_id' AS gate_id,
              gate->>'fact_id' AS fact_id
         FROM ${this.#table(WaitingSession)} waiting
         JOIN ${this.#table(ProjectLimits)} project USING (project_id)
        CROSS JOIN LATERAL jsonb_array_elements(waiting.gates) gate
        WHERE project.gate_timeout_minutes > 0
          AND (gate->>'asked_at')::timestamptz + make_interval(secs => project.gate_timeout_minutes * $2::float8)
              <= to_timestamp($1 / 1000.0)`,
      [nowMs, this.#minuteSeconds],
    );
    return rows.map(({ project_id, session_id, gate_id, fact_id, correlation_id }) => ({
      projectId: project_id,
      sessionId: session_id,
      gateId: gate_id,
      factId: fact_id,
      correlationId: correlation_id,
    }));
  }

  #table(entity: typeof WaitingSession | typeof ProjectLimits): string {
    return this.#dataSource.getMetadata(entity).tablePath;
  }
}
