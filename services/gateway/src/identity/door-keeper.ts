import type { Logger } from '@podium/service-kit';
import type { GatewayConfig } from '../config.ts';
import { AccessToken } from './access-token.ts';
import type { EndedSignIns } from './ended-sign-ins.ts';
import { Guard } from './guard.ts';
import { IdentityProvider } from './identity-provider.ts';
import { oidcSettings } from './oidc-settings.ts';
import { SignInRoutes } from './sign-in-routes.ts';
import { SignInSessions } from './sign-in-sessions.ts';
import { SignedIn } from './signed-in.ts';

/** Who is let in, and how: by OpenID Connect where that is set, else as the one local owner. */
export interface DoorKeeper {
  readonly guard: Guard;
  readonly accessToken: AccessToken | undefined;
  readonly signIn: SignInRoutes | undefined;
}

/** Makes what the configuration asks for. */
export function doorKeeper(config: GatewayConfig, ended: EndedSignIns, logger: Logger): DoorKeeper {
  const { PODIUM_ALLOWED_HOSTS: allowedHosts, PODIUM_PUBLIC_URL: publicUrl } = config;
  const hosts = publicUrl === undefined ? allowedHosts : [...allowedHosts, new URL(publicUrl).hostname];
  const settings = oidcSettings(config);
  if (!settings) {
    const accessToken = new AccessToken(config.PODIUM_ACCESS_TOKEN);
    return { guard: new Guard({ allowedHosts: hosts, identifier: accessToken }), accessToken, signIn: undefined };
  }
  const provider = new IdentityProvider(settings);
  const sessions = new SignInSessions({
    secret: settings.cookieSecret,
    isSecure: settings.publicUrl.startsWith('https:'),
    idleMinutes: settings.sessionMinutes,
  });
  const guard = new Guard({ allowedHosts: hosts, identifier: new SignedIn(sessions, ended, provider, settings) });
  const signIn = new SignInRoutes({ settings, provider, sessions, ended, guard, logger });
  return { guard, accessToken: undefined, signIn };
}
