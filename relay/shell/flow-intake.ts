import { flowClientMessageSchema } from '#shared/protocol/flow-messages.ts';
import { weftError } from '#shared/run/errors.ts';
import type { FlowInput } from '../core/flow/create-flow-room.ts';
import type { Grant } from '../core/grant.ts';
import type { FrameIntake } from './frame-intake.ts';
import { createReconnectCount } from './count-reconnects.ts';
import { createFrameLanes } from './frame-lanes.ts';
import { readFrame } from './read-frame.ts';

export interface FlowIntakePorts {
  readonly maxFrameBytes: number;
  readonly readToken: (token: string) => Promise<Grant | null>;
  give(input: FlowInput): void;
}

/** Turns the frames of a flow's connections into inputs; only greetings need something to be awaited. */
export function createFlowIntake(ports: FlowIntakePorts): FrameIntake {
  const failed = (connectionId: string): FlowInput => ({
    type: 'unreadable',
    connectionId,
    error: weftError('internal', 'Something went wrong. Try again.'),
  });
  const lanes = createFrameLanes<FlowInput>({ give: (input) => ports.give(input), failed });
  const greeted = createReconnectCount();
  return Object.freeze({
    take: (connectionId: string, frame: unknown) =>
      lanes.take(connectionId, inputOf({ ...ports, greeted }, connectionId, frame)),
    forget: (connectionId: string) => lanes.forget(connectionId),
  });
}

function inputOf(
  { greeted, ...ports }: FlowIntakePorts & { readonly greeted: ReturnType<typeof createReconnectCount> },
  connectionId: string,
  frame: unknown,
): FlowInput | Promise<FlowInput> {
  const read = readFrame(frame, ports.maxFrameBytes);
  if ('error' in read) return { type: 'unreadable', connectionId, error: read.error };
  const { value } = read;
  if ((value as { type?: unknown } | null)?.type !== 'hello') return { type: 'message', connectionId, value };
  const hello = flowClientMessageSchema.safeParse(value);
  if (!hello.success || hello.data.type !== 'hello') return { type: 'message', connectionId, value };
  const { token, protocol, clientId } = hello.data.data;
  greeted(clientId, connectionId);
  return ports.readToken(token).then((grant) => ({ type: 'hello', connectionId, protocol, grant }));
}
