import type { CallEnd, CallRequest } from '#shared/run/call.ts';

export interface ProviderAnswer {
  readonly durationMs: number;
  readonly end: Omit<CallEnd, 'durationMs' | 'costMicroUsd'> & { readonly costMicroUsd?: number | null };
}

export type FakeProvider = (request: CallRequest, callId: string) => ProviderAnswer;

export const answer = (text: string, durationMs = 10): ProviderAnswer => ({
  durationMs,
  end: { outcome: 'ok', retry: 'never', text: { kind: 'inline', text }, finishReason: 'stop' },
});
