import { createRingHttp, createFlowKeysHttp } from './adapters/ring-http.ts';
import { pageRelay } from './adapters/page-relay.ts';
import type { EngineClient } from './engine/client.ts';
import type { AppState } from './state/app-state.ts';
import type { KeyValueStore } from './state/key-value-store.ts';
import { FlowKeys } from './state/keys/flow-keys.svelte.ts';
import { KeyRing } from './state/keys/key-ring.svelte.ts';
import { ringSecretOf } from './state/keys/ring-secret.ts';
import type { FlowSession } from './state/flow-session.svelte.ts';

/** The composition of key rings: a chunk of its own, fetched when somebody looks at keys or a flow has long been open. */

export async function openKeyRing(app: AppState, store: KeyValueStore): Promise<KeyRing> {
  const port = createRingHttp(
    pageRelay,
    () => ringSecretOf(store),
    () => performance.now(),
  );
  const ring = new KeyRing({ port, store, personName: () => app.session.person.name });
  await ring.refresh();
  return ring;
}

export interface FlowKeysParts {
  readonly flowId: string;
  readonly flow: FlowSession;
  readonly ring: KeyRing;
  /** One browser is one person: the page speaks with the engine's token. */
  readonly engine: Pick<EngineClient['api'], 'token' | 'forgetToken'>;
}

export async function openFlowKeys({ flowId, flow, ring, engine }: FlowKeysParts): Promise<FlowKeys> {
  const keys = new FlowKeys({
    ...{ flowId, ring },
    port: createFlowKeysHttp({
      flowId,
      request: pageRelay,
      session: engine.token,
      forget: engine.forgetToken,
    }),
    onPayer: flow.payBy,
  });
  await keys.refresh();
  return keys;
}
