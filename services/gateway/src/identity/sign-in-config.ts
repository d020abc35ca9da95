import { z } from 'zod';

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Sign-in by OpenID Connect: all of the first five, or none and there is one local owner. */
export const signInFields = {
  /** The provider's issuer, exactly as in its tokens; `https:`, or `http:` on loopback. */
  OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  /** Where browsers find Podium, without a path: `https://podium.example.org`. */
  PODIUM_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Encrypts the cookies that keep people signed in. The same for all replicas; another one signs everybody out. */
  PODIUM_COOKIE_SECRET: z.string().min(32).optional(),
  /** Where the gateway finds the provider's document, if not under the issuer's name. */
  OIDC_DISCOVERY_URL: z
    .url({ protocol: /^https?$/ })
    .regex(/\/\.well-known\//, 'must have /.well-known/ in it')
    .optional(),
  /** Whom bearer tokens have to be meant for; the client by default. */
  OIDC_AUDIENCE: z.string().min(1).optional(),
  /** `sub` of the person who owns what the local owner made before people signed in. */
  OIDC_OWNER_SUBJECT: z.string().min(1).optional(),
  /** A sign-in ends after so many minutes without use, and after three times as many in any case. */
  PODIUM_SESSION_MINUTES: z.coerce.number().int().min(1).max(10_080).default(480),
};

const needed = [
  'OIDC_ISSUER',
  'OIDC_CLIENT_ID',
  'OIDC_CLIENT_SECRET',
  'PODIUM_PUBLIC_URL',
  'PODIUM_COOKIE_SECRET',
] as const;

type SignInConfig = z.infer<z.ZodObject<typeof signInFields>> & { readonly PODIUM_ACCESS_TOKEN?: string | undefined };

/** Half a sign-in is none that anybody wants: says what is missing, and what does not go together. */
export function checkSignIn(config: SignInConfig, context: z.RefinementCtx): void {
  const add = (key: keyof SignInConfig, message: string): void => {
    context.addIssue({ code: 'custom', path: [key], message });
  };
  const { OIDC_ISSUER: issuer, PODIUM_PUBLIC_URL: publicUrl } = config;
  if (publicUrl !== undefined && new URL(publicUrl).pathname !== '/')
    add('PODIUM_PUBLIC_URL', 'has a path; only a host is possible');
  const isMeant = (['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const).some((key) => config[key]);
  if (!isMeant) return;
  for (const key of needed) if (config[key] === undefined) add(key, 'is missing: sign-in needs it');
  if (issuer !== undefined && !isSafe(issuer)) add('OIDC_ISSUER', 'must be https, or on loopback');
  if (config.PODIUM_ACCESS_TOKEN !== undefined) {
    add('PODIUM_ACCESS_TOKEN', 'can’t be set where people sign in: take one of the two out');
  }
}

function isSafe(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || loopbackNames.has(hostname) || hostname.endsWith('.localhost');
}
