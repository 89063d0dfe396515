import type { z } from 'zod';
import type { flowPollRequestSchema } from '#shared/protocol/flow-messages.ts';
import type { RunSummary } from '#shared/protocol/messages.ts';
import type { Role } from '#shared/protocol/roles.ts';

export type FlowPoll = z.infer<typeof flowPollRequestSchema>;

/** What main and run rooms ask of a flow's room. Ids and secrets come along: the room draws no lots. */
export type FlowRequest =
  | {
      readonly type: 'create';
      readonly flowId: string;
      readonly ownerSecret: string;
      readonly linkId: string;
    }
  /** A link's secret; answered with what a token may say. */
  | { readonly type: 'token'; readonly secret: string }
  /** A run's room says how its run stands. */
  | { readonly type: 'report'; readonly summary: Omit<RunSummary, 'number'> }
  /** A run's room says that its run is gone for good. */
  | { readonly type: 'forget'; readonly runId: string }
  /** Whether whoever wants to start a run still may. */
  | { readonly type: 'admit' }
  /** The flow is to go, for everybody. */
  | { readonly type: 'remove' }
  | { readonly type: 'runs' }
  | { readonly type: 'poll'; readonly poll: FlowPoll }
  | { readonly type: 'document' }
  | { readonly type: 'links.list' }
  | {
      readonly type: 'links.make';
      readonly linkId: string;
      readonly secret: string;
      readonly role: Exclude<Role, 'owner'>;
      readonly name: string;
      readonly endsAt: number | null;
      readonly runId?: string | undefined;
    }
  | {
      readonly type: 'links.change';
      readonly linkId: string;
      readonly name?: string | undefined;
      readonly endsAt?: number | null | undefined;
    }
  | { readonly type: 'links.revoke'; readonly linkId: string }
  /** Another secret for the owner, who makes it; the one before opens nothing any more. */
  | { readonly type: 'owner.replace'; readonly linkId: string; readonly ownerSecret: string }
  | { readonly type: 'versions.list' }
  | {
      readonly type: 'versions.make';
      readonly versionId: string;
      readonly name: string;
      readonly by: string;
    }
  | { readonly type: 'versions.remove'; readonly versionId: string }
  /** Whether whoever asks may: the bytes of pictures are none of the room's core. `kept` = the relay's own rooms ask. */
  | { readonly type: 'pictures.get' | 'pictures.upload' | 'pictures.put' }
  | { readonly type: 'kept.get' | 'kept.put' | 'kept.look' }
  /** Whether there is such a version; its bytes lie in storage. */
  | { readonly type: 'versions.document'; readonly versionId: string };

export type FlowRequestType = FlowRequest['type'];
export type FlowRequestOf<Type extends FlowRequestType> = Extract<FlowRequest, { type: Type }>;

/** An answer that becomes an HTTP response. */
export interface FlowAnswer {
  readonly status: number;
  readonly body: unknown;
}
