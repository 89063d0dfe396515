import type { Result } from '#shared/result.ts';
import { toWeftError, weftError } from '#shared/run/errors.ts';
import { browserClock } from './adapters/browser-clock.ts';
import { pageRelay } from './adapters/page-relay.ts';
import { createJsonRequest } from './adapters/relay-request.ts';
import { createRelayTokens } from './adapters/relay-token.ts';
import { createTokenRequest, type TokenRequest } from './adapters/token-request.ts';
import type { AppState } from './state/app-state.ts';
import type { FlowRecord } from './state/flow-record.ts';
import type { KeyValueStore } from './state/key-value-store.ts';
import { withOwnSecret } from './state/owner-secrets.ts';

/** What an owner does to flows and runs without having them open: fetched when somebody first does. */

const PERSON_KEY = 'weft:person';
const NOT_YOURS = weftError('not-allowed', 'Only the browser that owns this flow can do that.');

/** One of this browser's own flows with the secret that opens it today. */
export function ownRecord(store: KeyValueStore, record: FlowRecord): Promise<FlowRecord> {
  return withOwnSecret(store, record, async (secret) => {
    try {
      await tokensOf(store, record.id, secret).session();
      return true;
    } catch (caught) {
      const { code } = toWeftError(caught);
      return code === 'link-ended' || code === 'not-allowed' || code === 'not-found' ? false : null;
    }
  });
}

/** Deletes a flow at the relay and here. What the relay never had, or has no more, goes from this browser. */
export async function removeForAll(app: AppState, store: KeyValueStore, id: string): Promise<Result<null>> {
  const answer = await asOwner(app, store, id, ({ tell }) =>
    tell({ method: 'DELETE', path: `/api/flows/${encodeURIComponent(id)}` }),
  );
  if (!answer.ok && answer.error.code !== 'not-found') return answer;
  app.flows.remove(id);
  app.flows.forgetRemoved();
  return { ok: true, value: null };
}

/** Deletes a run of one of this browser's own flows. */
export function removeRun(
  app: AppState,
  store: KeyValueStore,
  { flowId, runId }: { readonly flowId: string; readonly runId: string },
): Promise<Result<null>> {
  return asOwner(app, store, flowId, ({ tell }) =>
    tell({ method: 'DELETE', path: `/api/runs/${encodeURIComponent(runId)}` }),
  );
}

async function asOwner<T>(
  app: AppState,
  store: KeyValueStore,
  flowId: string,
  act: (request: TokenRequest) => Promise<Result<T>>,
): Promise<Result<T>> {
  const record = app.flows.find(flowId);
  if (record?.mine !== true) return { ok: false, error: NOT_YOURS };
  const { secret } = await ownRecord(store, record);
  const tokens = tokensOf(store, flowId, secret);
  const session = async () => {
    try {
      return { ok: true as const, session: await tokens.session() };
    } catch (caught) {
      return { ok: false as const, error: toWeftError(caught) };
    }
  };
  return act(createTokenRequest({ request: pageRelay, session, forget: tokens.forget }));
}

function tokensOf(store: KeyValueStore, flowId: string, secret: string) {
  const request = createJsonRequest(pageRelay);
  const person = store.get(PERSON_KEY) ?? undefined;
  return createRelayTokens({ request, clock: CLOCK, flowId, secret, mayCreate: false, person });
}

const CLOCK = { ...browserClock, soon: (callback: () => void) => queueMicrotask(callback) };
