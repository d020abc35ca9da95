import { setTimeout as sleep } from 'node:timers/promises';
import type { TaskRef } from '@podium/stack-driver';
import type { PersistentClient } from './persistent-client.ts';
import { Random } from './random.ts';

/** One person's work on one card, from its creation to where it is left. What comes of it does not depend on timing. */
interface Story {
  readonly title: string;
  /** How often it is told among the others. */
  readonly weight: number;
  tell(card: Card): Promise<void>;
}

const slowTitle = 'Talk slowly for 900 seconds';

const stories: readonly Story[] = [
  {
    title: 'Add a README file',
    weight: 2,
    async tell(card) {
      await card.execute();
      await card.settled();
      await card.move('HUMAN_REVIEW');
      await card.move('DONE');
    },
  },
  {
    title: 'Write a note, twice',
    weight: 1,
    async tell(card) {
      await card.execute();
      await card.settled();
      await card.move('TODO');
      await card.execute();
      await card.settled();
    },
  },
  {
    title: 'Simulate a failure',
    weight: 1,
    async tell(card) {
      await card.execute();
      await card.settled();
      await card.edit({ description: 'It failed.' });
    },
  },
  {
    title: `${slowTitle}, until it is stopped`,
    weight: 2,
    async tell(card) {
      await card.execute();
      await card.pause();
      await card.stop();
      await card.settled();
    },
  },
  {
    title: `${slowTitle}, and do not begin twice`,
    weight: 1,
    async tell(card) {
      await card.execute();
      await card.pause();
      await card.expectRefusal('execute', 409);
      await card.stop();
      await card.settled();
    },
  },
  {
    title: 'Moved by hand',
    weight: 4,
    async tell(card) {
      await card.edit({ description: 'A first description.', priority: 'HIGH' });
      await card.move('IN_PROGRESS');
      await card.move('AI_REVIEW');
      await card.edit({ title: `${card.title}, and renamed` });
      await card.move('TODO');
      await card.edit({ priority: 'LOW' });
      await card.move('IN_PROGRESS');
    },
  },
  {
    title: 'Deleted in the end',
    weight: 2,
    async tell(card) {
      await card.edit({ description: 'Not for long.' });
      await card.delete();
    },
  },
];

/** The card of a story, and the requests about it. Each has a key of its own, the same in every run. */
class Card {
  readonly title: string;
  readonly #client: PersistentClient;
  readonly #random: Random;
  readonly #projectId: string;
  readonly #key: string;
  #ref: TaskRef | undefined;
  #requests = 0;

  constructor(client: PersistentClient, projectId: string, key: string, title: string) {
    this.#client = client;
    this.#projectId = projectId;
    this.#key = key;
    this.#random = new Random([...key].reduce((hash, letter) => Math.imul(hash, 31) + letter.charCodeAt(0), 7));
    this.title = title;
  }

  async create(): Promise<void> {
    const { id } = await this.#ask('POST', '', { title: this.title }, [201]);
    this.#ref = { project_id: this.#projectId, id: String(id) };
  }

  async edit(fields: Record<string, string>): Promise<void> {
    await this.#ask('PATCH', this.#path, fields, [200]);
  }

  async move(status: string): Promise<void> {
    await this.#ask('PATCH', `${this.#path}/move`, { status }, [200]);
  }

  async execute(): Promise<void> {
    await this.#ask('POST', `${this.#path}/execute`, {}, [202]);
  }

  async stop(): Promise<void> {
    await this.#ask('POST', `${this.#path}/stop`, {}, [202]);
  }

  async delete(): Promise<void> {
    await this.#ask('DELETE', this.#path, {}, [204]);
  }

  async expectRefusal(action: string, status: number): Promise<void> {
    await this.#ask('POST', `${this.#path}/${action}`, {}, [status]);
  }

  async settled(): Promise<void> {
    if (this.#ref) await this.#client.settled(this.#ref);
  }

  /** Up to two seconds: the agent has not begun, has just begun, or talks already. */
  async pause(): Promise<void> {
    await sleep(this.#random.below(2000));
  }

  get #path(): string {
    return `/${this.#ref?.id}`;
  }

  async #ask(
    method: string,
    path: string,
    body: Record<string, string>,
    statuses: readonly number[],
  ): Promise<Record<string, unknown>> {
    this.#requests += 1;
    const whole = `/api/projects/${this.#projectId}/tasks${path}`;
    const { status, body: answer } = await this.#client.write(method, whole, body, `${this.#key}-${this.#requests}`);
    if (!statuses.includes(status)) {
      throw new Error(`"${this.title}": ${method} ${whole} was answered with ${status}: ${JSON.stringify(answer)}`);
    }
    return answer;
  }
}

const people = 6;
const projectNames = ['Left', 'Right'];

export interface WorkloadOptions {
  readonly client: PersistentClient;
  readonly seed: number;
  /** Asked before each story, with the number of stories begun so far. */
  goesOn(begun: number): boolean;
}

/**
 * Several people at work at once. The stories, their cards and their projects are the same for the same seed; how many
 * there are is for the caller to say.
 *
 * @returns the projects, and how many stories were told.
 */
export async function work({ client, seed, goesOn }: WorkloadOptions): Promise<{ projectIds: string[]; told: number }> {
  const projectIds: string[] = [];
  for (const name of projectNames) projectIds.push(await createProject(client, name));
  let begun = 0;
  const person = async (): Promise<void> => {
    while (goesOn(begun)) {
      const number = begun;
      begun += 1;
      await tell(client, projectIds, seed, number);
    }
  };
  await Promise.all(Array.from({ length: people }, person));
  return { projectIds, told: begun };
}

async function createProject(client: PersistentClient, name: string): Promise<string> {
  const { body } = await client.write('POST', '/api/projects', { name, source: 'empty' }, name);
  return String(body['id']);
}

async function tell(
  client: PersistentClient,
  projectIds: readonly string[],
  seed: number,
  number: number,
): Promise<void> {
  const random = new Random(seed * 1_000_003 + number);
  const story = random.pick(stories.flatMap((each) => Array.from({ length: each.weight }, () => each)));
  const card = new Card(client, random.pick(projectIds), `story-${number}`, `${story.title} (${number})`);
  await card.create();
  await story.tell(card);
}
