import type { CommandBody } from '#shared/protocol/messages.ts';
import type { RunWish } from './api.ts';

/** A person's wish as the relay takes it. `openedAs` = the person's name, where the wish brings no newer one. */
export function commandOf(wish: Exclude<RunWish, { type: 'go-on' }>, openedAs: string): CommandBody {
  switch (wish.type) {
    case 'pause':
      return { type: 'execution.pause', data: {} };
    case 'resume':
      return { type: 'execution.resume', data: {} };
    case 'cancel':
      return { type: 'execution.cancel', data: {} };
    case 'retry-node': {
      const { nodeId, guidance, model } = wish;
      return { type: 'execution.node.retry', data: { nodeId, guidance, model } };
    }
    case 'skip-node':
      return { type: 'execution.node.skip', data: { nodeId: wish.nodeId } };
    case 'resolve-unknown': {
      const { callId, resolution } = wish;
      return { type: 'call.resolveUnknown', data: { callId, resolution } };
    }
    case 'answer': {
      const { type: _, personName: name = openedAs, ...answer } = wish;
      return { type: 'approval.resolve', data: { ...answer, name } };
    }
    default:
      return wish satisfies never;
  }
}
