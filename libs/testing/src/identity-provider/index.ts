export { Browser, type BrowserAnswer } from './browser.ts';
export { startIdentityProvider, type ProviderClient, type TestIdentityProvider } from './test-identity-provider.ts';
