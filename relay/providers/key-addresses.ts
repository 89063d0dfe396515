import { resolveProvider } from './resolve-provider.ts';
import type { RelayEnvironment } from './types.ts';

/** Every address that a provider's key is sent to; null for what takes no key or is not set up on this relay. */
export function keyAddresses(providerId: string, environment: RelayEnvironment): readonly string[] | null {
  const provider = resolveProvider(providerId, environment);
  if (provider === null || provider.baseUrl === '') return null;
  return [...new Set([provider.baseUrl, provider.pictureBaseUrl])];
}
