import type { ProviderDescription } from '#shared/protocol/providers.ts';

/** Something a person must say before a run starts. */
export type Question =
  | { readonly kind: 'already-running'; readonly answer: (goAhead: boolean) => void }
  /** Some providers of the plan have no key: run all of it with the demo, or go and get the keys. */
  | {
      readonly kind: 'missing-keys';
      readonly providers: readonly ProviderDescription[];
      readonly answer: (choice: 'demo' | 'cancel') => void;
    };
