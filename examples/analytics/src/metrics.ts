/** As much of a fact as is needed here. Whatever else it has is left alone. */
export interface Fact {
  readonly type: string;
  /** `<project>/<context>/<aggregate>` */
  readonly subject: string;
  /** RFC 3339, UTC. */
  readonly time: string;
  readonly data: { readonly from?: string; readonly to?: string };
}

/** What is remembered of a card that is not done. */
interface OpenTask {
  readonly createdAt?: string;
  /** First time, since it was created or reopened, that an agent was put to work on it. */
  readonly startedAt?: string;
  /** There has been a result to look at. */
  readonly hadResult?: true;
}

/** What happened on one day, in UTC. */
export interface Day {
  /** Throughput: cards that came to DONE. */
  readonly done: number;
  /** One per card that came to DONE and that an agent had worked on: from the first Execute to DONE. */
  readonly cycleSeconds: readonly number[];
  /** One per card that came to AI_REVIEW for the first time: from its creation. */
  readonly firstResultSeconds: readonly number[];
}

/** Everything there is to be known after the fact at `position`; what a checkpoint holds. */
export interface Snapshot {
  /** Position of the last fact that is in it; 0 for none. */
  readonly position: number;
  /** By the subject of the task. */
  readonly openTasks: Readonly<Record<string, OpenTask>>;
  /** By date, `2026-03-01`. */
  readonly days: Readonly<Record<string, Day>>;
}

const emptyDay: Day = { done: 0, cycleSeconds: [], firstResultSeconds: [] };

const done = 'TASK_STATUS_DONE';
const firstResult = 'TASK_STATUS_AI_REVIEW';

/**
 * The numbers, as a fold of facts. Relies only on what is promised for ever: the envelope, the names of three facts,
 * and that a fact of a task which moves its card says so in `from` and `to`.
 */
export class Metrics {
  #position: number;
  readonly #openTasks: Map<string, OpenTask>;
  readonly #days: Map<string, Day>;

  constructor({ position, openTasks, days }: Snapshot = { position: 0, openTasks: {}, days: {} }) {
    this.#position = position;
    this.#openTasks = new Map(Object.entries(openTasks));
    this.#days = new Map(Object.entries(days));
  }

  get position(): number {
    return this.#position;
  }

  snapshot(): Snapshot {
    return {
      position: this.#position,
      openTasks: Object.fromEntries(this.#openTasks),
      days: Object.fromEntries(this.#days),
    };
  }

  /**
   * Takes a fact in. One that was taken in before changes nothing, so that what is delivered twice is counted once. Facts
   * have to come in the order of their positions: one that was overtaken would be lost.
   */
  apply(fact: Fact, position: number): void {
    if (position <= this.#position) return;
    this.#position = position;
    switch (fact.type) {
      case 'podium.task.v1.TaskCreated':
        this.#openTasks.set(fact.subject, { createdAt: fact.time });
        break;
      case 'podium.task.v1.TaskDeleted':
        this.#openTasks.delete(fact.subject);
        break;
      case 'podium.task.v1.TaskExecutionStarted':
        this.#start(fact);
        break;
      default:
        break;
    }
    // Not by their names: facts that did not exist when this was written move cards too.
    if (fact.data.from !== fact.data.to) this.#move(fact);
  }

  #start({ subject, time }: Fact): void {
    const task = this.#openTasks.get(subject);
    this.#openTasks.set(subject, { ...task, startedAt: task?.startedAt ?? time });
  }

  #move(fact: Fact): void {
    const task = this.#openTasks.get(fact.subject) ?? {};
    if (fact.data.to === firstResult && task.createdAt && !task.hadResult) {
      const seconds = secondsBetween(task.createdAt, fact.time);
      this.#count(fact, (day) => ({ ...day, firstResultSeconds: [...day.firstResultSeconds, seconds] }));
      this.#openTasks.set(fact.subject, { ...task, hadResult: true });
    }
    if (fact.data.to === done) {
      const seconds = task.startedAt ? [secondsBetween(task.startedAt, fact.time)] : [];
      this.#count(fact, (day) => ({ ...day, done: day.done + 1, cycleSeconds: [...day.cycleSeconds, ...seconds] }));
      this.#openTasks.delete(fact.subject);
    }
  }

  #count({ time }: Fact, change: (day: Day) => Day): void {
    const date = time.slice(0, 10);
    this.#days.set(date, change(this.#days.get(date) ?? emptyDay));
  }
}

/** Services have clocks of their own, which may differ by a little: nothing ends before it begins. */
function secondsBetween(begin: string, end: string): number {
  return Math.max(0, (Date.parse(end) - Date.parse(begin)) / 1000);
}
