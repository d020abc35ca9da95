import type Docker from 'dockerode';
import type { NetworkInspectInfo } from 'dockerode';
import { types } from 'node:util';
import { label, podName, projectAppName } from '../container/names.ts';
import { RuntimeError } from '../runtime.ts';
import { isStatus } from './engine-failure.ts';
import { undefinedIfMissing, type Engine } from './engine.ts';
import type { DockerSettings } from './settings.ts';
import { podNetwork } from './specs.ts';
import { freeSubnets } from './subnets.ts';

const composeService = 'com.docker.compose.service';

/** A container that joins projects' networks, and how it is called there. */
interface Member {
  readonly id: string;
  readonly name: string;
}

/** Each project's own network, and who joins it besides the project's pod. */
export class Networks {
  readonly #docker: Docker;
  readonly #engine: Engine;
  readonly #settings: DockerSettings;

  constructor(docker: Docker, engine: Engine, settings: DockerSettings) {
    this.#docker = docker;
    this.#engine = engine;
    this.#settings = settings;
  }

  /** Makes the project's network where there is none, and lets the members in. @throws RuntimeError `quota_exceeded` */
  async ensure(projectId: string): Promise<void> {
    const network = (await this.#find(podName(projectId))) ?? (await this.#create(projectId));
    await this.#join([network], await this.#members());
  }

  /** Lets the members into every project's network: one that was made anew is in none of them. */
  async ensureMembers(): Promise<void> {
    const members = await this.#members();
    if (members.length > 0) await this.#join(await this.#all(), members);
  }

  async remove(projectId: string): Promise<void> {
    const network = await this.#find(podName(projectId));
    if (!network) return;
    const handle = this.#docker.getNetwork(network.Id);
    for (const id of Object.keys(network.Containers ?? {})) {
      await undefinedIfMissing(handle.disconnect({ Container: id, Force: true }));
    }
    await undefinedIfMissing(handle.remove());
  }

  /** Somebody else's network may take a subnet meanwhile; then the next one is tried. */
  async #create(projectId: string): Promise<NetworkInspectInfo> {
    const taken = (await this.#docker.listNetworks()).flatMap(({ IPAM }) =>
      (IPAM?.Config ?? []).flatMap(({ Subnet }) => (Subnet ? [Subnet] : [])),
    );
    for (const subnet of freeSubnets(this.#settings.subnetPool, taken)) {
      try {
        await this.#docker.createNetwork(podNetwork(projectId, subnet));
      } catch (error) {
        const isTaken = types.isNativeError(error) && /overlap|in use|already exists/i.test(error.message);
        if (!isTaken) throw error;
      }
      const network = await this.#find(podName(projectId));
      if (network) return network;
    }
    const pool = this.#settings.subnetPool;
    throw new RuntimeError('quota_exceeded', `No network is left in ${pool} (PODIUM_DOCKER_SUBNETS).`, true);
  }

  async #members(): Promise<Member[]> {
    const { members } = this.#settings;
    if (members.length === 0) return [];
    const running = await this.#engine.runningContainers();
    return running.flatMap(({ Id, Names, Labels }) => {
      const names = [Labels[composeService], ...Names.map((name) => name.replace(/^\//, ''))];
      const name = members.find((member) => names.includes(member));
      return name ? [{ id: Id, name }] : [];
    });
  }

  async #join(networks: readonly NetworkInspectInfo[], members: readonly Member[]): Promise<void> {
    for (const network of networks) {
      const inside = Object.keys(network.Containers ?? {});
      for (const { id, name } of members) {
        if (!inside.includes(id)) await this.#connect(network.Id, id, name);
      }
    }
  }

  async #connect(networkId: string, containerId: string, name: string): Promise<void> {
    try {
      await this.#docker.getNetwork(networkId).connect({ Container: containerId, EndpointConfig: { Aliases: [name] } });
    } catch (error) {
      // Another replica was faster, or one of the two is gone.
      if (!isStatus(error, 403) && !isStatus(error, 404)) throw error;
    }
  }

  #find(name: string): Promise<NetworkInspectInfo | undefined> {
    return undefinedIfMissing(this.#docker.getNetwork(name).inspect() as Promise<NetworkInspectInfo>);
  }

  async #all(): Promise<NetworkInspectInfo[]> {
    const filters = { label: [`${label.name}=${projectAppName}`] };
    const networks = await this.#docker.listNetworks({ filters });
    const found = await Promise.all(networks.map(({ Id }) => this.#find(Id)));
    return found.filter((network) => network !== undefined);
  }
}
