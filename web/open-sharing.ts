import type { Result } from '#shared/result.ts';
import { weftError } from '#shared/run/errors.ts';
import { browserClock } from './adapters/browser-clock.ts';
import { createFlowHttp } from './adapters/flow-http.ts';
import { browserStorage, createLocalStore } from './adapters/local-store.ts';
import { pageRelay } from './adapters/page-relay.ts';
import { createTokenRequest, type TokenRequest } from './adapters/token-request.ts';
import { readDocument } from './collab/read-document.ts';
import type { EngineClient } from './engine/client.ts';
import type { AppState } from './state/app-state.ts';
import type { FlowRecord } from './state/flow-record.ts';
import type { FlowSession } from './state/flow-session.svelte.ts';
import type { KeyValueStore } from './state/key-value-store.ts';
import { createLinkSecrets } from './state/link-secrets.ts';
import { flowLinkHref } from './state/links.ts';
import { Links } from './state/links-state.svelte.ts';
import type { Sharing } from './state/sharing.ts';
import { newSecret } from './state/new-id.ts';
import { nextOwnerSecret, settleOwnerSecret } from './state/owner-secrets.ts';
import { untilSettled } from './state/until-settled.svelte.ts';
import { Versions } from './state/versions.svelte.ts';

/** The composition of links and versions: a chunk of its own, fetched when somebody first shares or looks back. */

export interface SharingOptions {
  readonly app: AppState;
  readonly record: FlowRecord;
  readonly flow: FlowSession;
  /** One browser is one person: the page speaks with the engine's token. */
  readonly engine: Pick<EngineClient['api'], 'token' | 'forgetToken'>;
}

export function openSharing({ app, record, flow, engine }: SharingOptions): Sharing {
  const { id: flowId } = record;
  const options = { request: pageRelay, session: engine.token, forget: engine.forgetToken };
  const port = createFlowHttp({ flowId, ...options });
  const { tell } = createTokenRequest(options);
  const store = createLocalStore(browserStorage());
  const links = new Links({
    port,
    flowId,
    secrets: createLinkSecrets(store, flowId),
    origin: location.origin,
    now: browserClock.now,
  });
  const versions = new Versions({
    port,
    readDocument: (bytes) => readDocument(flowId, bytes),
    settled: () => untilSettled(flow.together, browserClock),
    replace: (document) =>
      flow.editor.replaceWith(document, 'Restore version')
        ? { ok: true, value: null }
        : { ok: false, error: weftError('not-allowed', 'You can read this flow, but not change it.') },
    by: () => app.session.person.name,
  });
  // Somebody else changed a list that was looked at here. The listener goes with the flow.
  flow.together.onChanged((what) => {
    const list = { links, versions }[what];
    if (list.state !== 'idle') void list.refresh();
  });
  return Object.freeze({
    links,
    versions,
    removeRun: (runId: string) => tell({ method: 'DELETE', path: `/api/runs/${encodeURIComponent(runId)}` }),
    replaceOwnLink: () => replaceOwnLink(tell, store, flowId),
    ownUrl: `${location.origin}${flowLinkHref({ flowId, secret: record.secret })}`,
  });
}

/** The new secret is kept before the relay hears of it: an answer that is lost locks nobody out. */
async function replaceOwnLink(
  tell: TokenRequest['tell'],
  store: KeyValueStore,
  flowId: string,
): Promise<Result<null>> {
  const secret = nextOwnerSecret(store, flowId, newSecret());
  const path = `/api/flows/${encodeURIComponent(flowId)}/owner`;
  const answer = await tell({ method: 'POST', path, json: { ownerSecret: secret } });
  // A refusal may be the answer to a second asking: which one opens the flow is found out when it is opened.
  if (answer.ok) settleOwnerSecret(store, flowId, true);
  return answer;
}
