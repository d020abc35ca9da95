/** A number that a service tells a monitoring system, read when it is asked for. */
export interface GaugeReader {
  /** In the form of Prometheus, with its unit at the end: `podium_sessions`, `podium_queue_oldest_seconds`. */
  readonly name: string;
  readonly help: string;
  /** Names of the labels; each value has one text for each of them. */
  readonly labels: readonly string[];
  /** What holds now. A label that is not among them any more is gone. @throws what the read throws */
  read(): Promise<readonly GaugeValue[]>;
}

export interface GaugeValue {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}
