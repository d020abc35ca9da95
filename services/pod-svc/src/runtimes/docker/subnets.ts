import { BlockList, isIPv4 } from 'node:net';

/** Addresses of one project's network: its own, the router's, and room for 13 containers. */
const prefixLength = 28;
const sizeOfOne = 2 ** (32 - prefixLength);

/**
 * Subnets of a pool that no network in `taken` overlaps, lowest first. All in CIDR notation, IPv4.
 * @throws TypeError for a pool that holds none.
 */
export function* freeSubnets(pool: string, taken: readonly string[]): Generator<string> {
  const { first, length } = parsed(pool);
  const used = taken.filter((each) => isIPv4(each.split('/', 1)[0] ?? '')).map(rangeOf);
  for (let start = first; start < first + 2 ** (32 - length); start += sizeOfOne) {
    const end = start + sizeOfOne - 1;
    if (used.every((range) => end < range.first || start > range.last)) yield `${textOf(start)}/${prefixLength}`;
  }
}

/** Whether a text is a pool of at least one network. */
export function isPool(text: string): boolean {
  const [address = '', length = ''] = text.split('/');
  if (!isIPv4(address) || !/^\d+$/.test(length) || Number(length) < 8 || Number(length) > prefixLength) return false;
  const list = new BlockList();
  list.addSubnet(address, Number(length));
  return list.check(address);
}

function parsed(pool: string): { first: number; length: number } {
  if (!isPool(pool)) throw new TypeError(`"${pool}" is no pool of networks such as 10.213.0.0/16`);
  const { first } = rangeOf(pool);
  return { first, length: Number(pool.split('/')[1]) };
}

function rangeOf(cidr: string): { first: number; last: number } {
  const [address = '', length = '32'] = cidr.split('/');
  const size = 2 ** (32 - Number(length));
  const first = Math.floor(numberOf(address) / size) * size;
  return { first, last: first + size - 1 };
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function textOf(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}
