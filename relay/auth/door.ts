import type { Grant } from '../core/grant.ts';
import { equalInConstantTime } from './equal-in-constant-time.ts';
import { base64Url, mac } from './mac.ts';

/**
 * Requests between rooms come in by the same door as the public's. They carry who they speak for and a seal over it;
 * without a valid seal nothing under /parties/ is answered.
 */
export const DOOR_HEADERS = { grant: 'x-weft-grant', until: 'x-weft-until', seal: 'x-weft-seal' } as const;

const SEAL_MS = 60_000;

export interface DoorRequest {
  readonly method: string;
  /** Path with query, as the room sees it. */
  readonly path: string;
  /** null = the relay itself. */
  readonly grant: Grant | null;
}

/** @param now ms. */
export function sealHeaders(key: string, request: DoorRequest, now: number): Record<string, string> {
  const until = String(now + SEAL_MS);
  const grant = JSON.stringify(request.grant);
  return {
    [DOOR_HEADERS.grant]: encodeURIComponent(grant),
    [DOOR_HEADERS.until]: until,
    [DOOR_HEADERS.seal]: sealOf(key, request, grant, until),
  };
}

/** Who a sealed request speaks for; undefined = the seal is missing, wrong or too old. */
export function openSeal(
  key: string,
  request: {
    readonly method: string;
    readonly path: string;
    readonly headers: { get(name: string): string | null };
  },
  now: number,
): Grant | null | undefined {
  const seal = request.headers.get(DOOR_HEADERS.seal);
  const until = request.headers.get(DOOR_HEADERS.until);
  const grant = request.headers.get(DOOR_HEADERS.grant);
  if (seal === null || until === null || grant === null) return undefined;
  const json = decodeHeader(grant);
  if (json === null || !equalInConstantTime(sealOf(key, request, json, until), seal)) return undefined;
  return Number(until) >= now ? (JSON.parse(json) as Grant | null) : undefined;
}

function sealOf(
  key: string,
  { method, path }: { readonly method: string; readonly path: string },
  grant: string,
  until: string,
): string {
  return base64Url(mac(key, JSON.stringify(['door', method, path, grant, until])));
}

function decodeHeader(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    // Malformed escapes: nobody of ours wrote this.
    return null;
  }
}
