import type { ProviderDescription } from '#shared/protocol/providers.ts';

/** The providers as they are for a run that somebody's key ring pays: those that it has keys for can be called. */
export function withKeys(
  providers: readonly ProviderDescription[],
  paid: readonly string[],
): readonly ProviderDescription[] {
  if (paid.length === 0) return providers;
  return providers.map((provider) =>
    provider.status === 'missing-key' && paid.includes(provider.id)
      ? { ...provider, status: 'ready' }
      : provider,
  );
}
