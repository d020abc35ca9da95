import { randomBytes } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const randomLength = 14;

/**
 * A message id in OpenCode's own form, so that it sorts by time among the ids that OpenCode makes: `msg_`, the low 48
 * bits of milliseconds x 4096 in hex, and 14 random characters. Make it once per prompt and record it before sending.
 */
export function newMessageId(atMs: number = Date.now(), random: Uint8Array = randomBytes(randomLength)): string {
  const time = BigInt.asUintN(48, BigInt(atMs) * 4096n)
    .toString(16)
    .padStart(12, '0');
  const suffix = [...random.subarray(0, randomLength)].map((byte) => alphabet[byte % alphabet.length]).join('');
  return `msg_${time}${suffix}`;
}

/**
 * A message id that sorts behind another one, whatever the clock says: OpenCode takes a prompt whose id comes before
 * that of an answer for answered.
 */
export function messageIdAfter(last: string | undefined, atMs: number = Date.now()): string {
  const id = newMessageId(atMs);
  if (last === undefined || id > last) return id;
  const lastMs = BigInt(`0x${last.slice('msg_'.length, 'msg_'.length + 12)}`) / 4096n;
  return newMessageId(Number(lastMs) + 1);
}
