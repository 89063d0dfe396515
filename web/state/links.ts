/**
 * Addresses of flows and runs, made and read in one place. Secrets stand in the fragment, which browsers never send:
 * `/f/<flowId>#<secret>` and `/r/<runId>#<flowId>.<secret>&at=<seq>&node=<nodeId>`.
 */

export interface FlowLink {
  readonly flowId: string;
  readonly secret: string;
}

export interface RunLink extends FlowLink {
  readonly runId: string;
  /** The entry to stand at; null = the end, or live. */
  readonly at?: number | null | undefined;
  /** The step to show. */
  readonly nodeId?: string | null | undefined;
}

/** Which moment and which step an address of a run names; null = none. */
export interface RunMoment {
  readonly at: number | null;
  readonly nodeId: string | null;
}

export interface RunFragment extends FlowLink, RunMoment {}

/** Ids and secrets are base64url. */
const FRAGMENT = /^([A-Za-z0-9_-]{1,100})\.([A-Za-z0-9_-]{1,200})$/;
const ENTRY_NUMBER = /^[1-9][0-9]{0,8}$/;
/** Longest node id of a document. */
const NODE_ID_CHARS = 100;

export function flowLinkHref({ flowId, secret }: FlowLink): string {
  return secret === '' ? `/f/${flowId}` : `/f/${flowId}#${secret}`;
}

export function runLinkHref({ runId, flowId, secret, at = null, nodeId = null }: RunLink): string {
  const moment = at === null ? '' : `&at=${at}`;
  const node = nodeId === null ? '' : `&node=${encodeURIComponent(nodeId)}`;
  return `/r/${runId}#${flowId}.${secret}${moment}${node}`;
}

/** What a run link's fragment says, with or without its `#`; null when it opens nothing. A moment or a step that cannot be read is left out. */
export function readRunFragment(fragment: string): RunFragment | null {
  const [link = '', ...more] = fragment.replace(/^#/, '').split('&');
  const found = FRAGMENT.exec(link);
  if (found === null) return null;
  return { flowId: found[1] ?? '', secret: found[2] ?? '', ...readRunMoment(more.join('&')) };
}

/** `at=<seq>&node=<nodeId>`, with or without a `#`. What cannot be read is left out. */
export function readRunMoment(text: string): RunMoment {
  const parameters = new URLSearchParams(text.replace(/^#/, ''));
  const at = parameters.get('at') ?? '';
  const nodeId = parameters.get('node') ?? '';
  return {
    at: ENTRY_NUMBER.test(at) ? Number(at) : null,
    nodeId: nodeId === '' || nodeId.length > NODE_ID_CHARS ? null : nodeId,
  };
}
