import { CallFailed } from '../call-failed.ts';
import type { ProviderAdapter } from '../types.ts';
import { paint } from './paint.ts';

/** Pictures only; whoever asks it for text is told so before anything is sent. */
export const fireworksAdapter: ProviderAdapter = Object.freeze({
  stream: () => {
    throw new CallFailed({ code: 'model-not-found', outcome: 'error', retry: 'never', unbilled: true });
  },
  paint,
});
