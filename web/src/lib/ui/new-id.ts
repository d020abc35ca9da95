/** 32 hexadecimal digits at random. `crypto.randomUUID` exists on secure origins only; a phone on the home network is not one. */
export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
