import { z } from 'zod/mini';
import { createTokenSigner } from '../auth/tokens.ts';
import type { ApiContext } from './api-access.ts';
import { toVault } from './api-rings.ts';
import { signingKey } from './environment.ts';
import { REFUSALS } from './json-response.ts';
import { PURSE_LIST, purseOf } from './purse-of.ts';
import { csvResponse } from './vault-ledger.ts';

const listSchema = z.object({ flowIds: z.array(z.string()) });

/**
 * What whoever runs the relay may read, and nobody else: `GET /api/operator/ledger.csv`, all that was spent of the relay's
 * own keys. Without their token there is nothing here.
 */
export async function answerOperator(
  context: ApiContext,
  request: Request,
  parts: readonly string[],
): Promise<Response> {
  const isLedger = request.method === 'GET' && parts.length === 1 && parts[0] === 'ledger.csv';
  const [scheme, token = ''] = (request.headers.get('authorization') ?? '').split(' ');
  if (!isLedger || scheme?.toLowerCase() !== 'bearer') return REFUSALS.notFound();
  const signer = createTokenSigner(signingKey(context.environment));
  if (!(await signer.readOperator(token, Date.now()))) return REFUSALS.notFound();
  const answer = await toVault(context, PURSE_LIST, { method: 'GET', path: '/flows' });
  const list = listSchema.safeParse(answer.ok ? await answer.json() : null);
  return list.success ? csvResponse(allLedgers(context, list.data.flowIds)) : REFUSALS.inside();
}

/** One flow's after the other, with the line of the columns once. */
function allLedgers(context: ApiContext, flowIds: readonly string[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let index = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const flowId = flowIds[index];
      if (flowId === undefined) return controller.close();
      const answer = await toVault(context, purseOf(flowId), { method: 'GET', path: '/own/ledger.csv' });
      if (!answer.ok) throw new Error(`The purse of a flow answered ${answer.status}.`);
      const text = await answer.text();
      const start = index === 0 ? 0 : text.indexOf(LINE_END) + LINE_END.length;
      controller.enqueue(encoder.encode(text.slice(start)));
      index += 1;
    },
  });
}

const LINE_END = '\r\n';
