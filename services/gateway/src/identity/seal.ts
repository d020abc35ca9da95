import { hkdfSync } from 'node:crypto';
import { EncryptJWT, errors, jwtDecrypt, type JWTPayload } from 'jose';

const encryption = 'A256GCM';

/** Encrypts and authenticates small pieces of data that browsers keep for us. One key for each purpose. */
export class Seal {
  readonly #key: Uint8Array;

  /** @param purpose what is sealed for one purpose can't be opened for another */
  constructor(secret: string, purpose: string) {
    this.#key = new Uint8Array(hkdfSync('sha256', secret, '', `podium ${purpose}`, 32));
  }

  /** @param expiresAtMs milliseconds since 1970 */
  close(data: JWTPayload, expiresAtMs: number): Promise<string> {
    return new EncryptJWT(data)
      .setProtectedHeader({ alg: 'dir', enc: encryption })
      .setIssuedAt()
      .setExpirationTime(new Date(expiresAtMs))
      .encrypt(this.#key);
  }

  /** Undefined for what is not ours, was changed, or has expired. */
  async open(sealed: string): Promise<JWTPayload | undefined> {
    const options = { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: [encryption] };
    try {
      return (await jwtDecrypt(sealed, this.#key, { ...options, requiredClaims: ['exp'] })).payload;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }
}
