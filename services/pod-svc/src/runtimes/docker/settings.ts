/** What containers of projects are made of. */
export interface DockerSettings {
  /** Image with OpenCode, git, bash and node, that runs as any user that is not root. */
  readonly image: string;
  /** Image of the workspace agent. */
  readonly agentImage: string;
  /** Base URLs of model providers in the place of their own, by their ids. */
  readonly providerUrls: Readonly<Record<string, string>>;
  /** Memory that a project's container may use. More ends it. */
  readonly memoryBytes: number;
  /** Processors that a project's container may use, in billionths of one. */
  readonly nanoCpus: number;
  /** The same of the workspace agent's container. */
  readonly agentMemoryBytes: number;
  readonly agentNanoCpus: number;
  /**
   * Containers that talk to pods, by their name or by their name in a Compose file; they join every project's network,
   * and pods are reached there by name. Where there are none, each pod has a port on this machine's loopback.
   */
  readonly members: readonly string[];
  /** Networks of projects are cut out of this one, in CIDR notation: Docker's own pools end at about thirty. */
  readonly subnetPool: string;
  /** A clone that takes longer has failed. */
  readonly cloneTimeoutSeconds: number;
}

const factors: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  K: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

/** The number that a quantity as Kubernetes writes them stands for: `500m` is 0.5, `2Gi` is 2,147,483,648. @throws TypeError */
export function amountOf(quantity: string): number {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)([a-zA-Z]*)$/.exec(quantity) ?? [];
  const factor = factors[unit];
  if (digits === undefined || factor === undefined) throw new TypeError(`"${quantity}" is no amount`);
  return Number(digits) * factor;
}
