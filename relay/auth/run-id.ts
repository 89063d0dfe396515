import { equalInConstantTime } from './equal-in-constant-time.ts';
import { base64Url, mac } from './mac.ts';

const OWN_BYTES = 16;
const CHECK_BYTES = 6;
/** Characters of 16 + 6 bytes as base64. */
const RUN_ID_PATTERN = /^[A-Za-z0-9_-]{22}[A-Za-z0-9_-]{8}$/;

/** The relay makes run ids: the same request gives the same id, and an id shows whether it belongs to a flow. */
export function makeRunId(
  key: string,
  request: { readonly flowId: string; readonly personId: string; readonly requestId: string },
): string {
  const own = base64Url(
    mac(key, JSON.stringify([request.flowId, request.personId, request.requestId])).slice(0, OWN_BYTES),
  );
  return own + checkOf(key, request.flowId, own);
}

/** Whether a run id was made here for that flow, so that no room has to wake to find out. */
export function isRunOf(key: string, runId: string, flowId: string): boolean {
  if (!RUN_ID_PATTERN.test(runId)) return false;
  const own = runId.slice(0, -8);
  return equalInConstantTime(runId, own + checkOf(key, flowId, own));
}

function checkOf(key: string, flowId: string, own: string): string {
  return base64Url(mac(key, JSON.stringify(['run', flowId, own])).slice(0, CHECK_BYTES));
}
