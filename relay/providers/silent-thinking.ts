import type { CallDeadlines } from '#shared/protocol/providers.ts';

const MINUTE_MS = 60_000;

/**
 * Models that think for minutes and send nothing meanwhile: chat completions of reasoning models stream no thoughts at
 * all, and with the greatest effort the SDKs themselves wait ten minutes ("Reasoning models", "Extended thinking").
 * Silence for less than this is no reason to ask a person whether the call was billed.
 */
export const SILENT_THINKING: CallDeadlines = {
  headersMs: 5 * MINUTE_MS,
  idleMs: 5 * MINUTE_MS,
  totalMs: 14 * MINUTE_MS,
};
