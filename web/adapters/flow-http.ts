import type { z } from 'zod/mini';
import {
  flowPollResponseSchema,
  linkListSchema,
  madeLinkSchema,
  madeVersionSchema,
  versionListSchema,
  type changeLinkSchema,
  type flowPollRequestSchema,
  type FlowVersion,
  type Link,
  type MakeLink,
  type makeVersionSchema,
} from '#shared/protocol/flow-messages.ts';
import { ticketResponseSchema } from '#shared/protocol/messages.ts';
import type { Result } from '#shared/result.ts';
import { createTokenRequest, mapped, type TokenRequestOptions } from './token-request.ts';

export type MadeLink = z.infer<typeof madeLinkSchema>;

export type FlowPollRequest = z.infer<typeof flowPollRequestSchema>;
export type FlowPollResponse = z.infer<typeof flowPollResponseSchema>;

/** Links, versions and documents of one flow over HTTP. Nothing here rejects: failures are values. */
export interface FlowHttp {
  readonly links: () => Promise<Result<readonly Link[]>>;
  /** The secret comes with the answer and never again. */
  readonly makeLink: (wish: MakeLink) => Promise<Result<MadeLink>>;
  readonly changeLink: (linkId: string, change: z.infer<typeof changeLinkSchema>) => Promise<Result<null>>;
  readonly revokeLink: (linkId: string) => Promise<Result<null>>;
  /** Newest first. */
  readonly versions: () => Promise<Result<readonly FlowVersion[]>>;
  /** Names the document as the relay has it at this moment. */
  readonly makeVersion: (wish: z.infer<typeof makeVersionSchema>) => Promise<Result<FlowVersion>>;
  /** Forgets a version, for everybody. */
  readonly removeVersion: (versionId: string) => Promise<Result<null>>;
  /** Bytes of a Yjs update: the whole document as it was then. */
  readonly versionDocument: (versionId: string) => Promise<Result<Uint8Array>>;
  /** The same of the document as it is. */
  readonly document: () => Promise<Result<Uint8Array>>;
  /** Lets the flow's room wake for one socket. */
  readonly ticket: () => Promise<Result<string>>;
  /** What a socket does, but presence. */
  readonly poll: (request: FlowPollRequest) => Promise<Result<FlowPollResponse>>;
}

export interface FlowHttpOptions extends TokenRequestOptions {
  readonly flowId: string;
}

export function createFlowHttp(options: FlowHttpOptions): FlowHttp {
  const flow = `/api/flows/${encodeURIComponent(options.flowId)}`;
  const linkPath = (linkId: string) => `${flow}/links/${encodeURIComponent(linkId)}`;
  const versionPath = (versionId: string) => `${flow}/versions/${encodeURIComponent(versionId)}`;
  const { ask, tell, bytes } = createTokenRequest(options);
  return Object.freeze<FlowHttp>({
    links: async () => mapped(await ask(linkListSchema, { method: 'GET', path: `${flow}/links` }), 'links'),
    makeLink: (json) => ask(madeLinkSchema, { method: 'POST', path: `${flow}/links`, json }),
    changeLink: (linkId, json) => tell({ method: 'PATCH', path: linkPath(linkId), json }),
    revokeLink: (linkId) => tell({ method: 'DELETE', path: linkPath(linkId) }),
    versions: async () =>
      mapped(await ask(versionListSchema, { method: 'GET', path: `${flow}/versions` }), 'versions'),
    makeVersion: async (json) =>
      mapped(await ask(madeVersionSchema, { method: 'POST', path: `${flow}/versions`, json }), 'version'),
    removeVersion: (versionId) => tell({ method: 'DELETE', path: versionPath(versionId) }),
    versionDocument: (versionId) => bytes(`${versionPath(versionId)}/document`),
    document: () => bytes(`${flow}/document`),
    ticket: async () =>
      mapped(await ask(ticketResponseSchema, { method: 'POST', path: `${flow}/ticket`, json: {} }), 'ticket'),
    poll: (json) => ask(flowPollResponseSchema, { method: 'POST', path: `${flow}/poll`, json }),
  });
}
