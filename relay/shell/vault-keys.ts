import type { PutKey } from '#shared/protocol/vault-messages.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import type { KeptKey } from '../core/vault/vault-record.ts';
import { checkKey, otherOwnerOf, type KeyCheck } from '../providers/check-key.ts';
import { keyAddresses } from '../providers/key-addresses.ts';
import { openKey, sealKey } from '../providers/key-seal.ts';
import { platformFetch, platformTimers } from '../providers/outbound-platform.ts';
import { resolveProvider } from '../providers/resolve-provider.ts';
import type { RelayEnvironment } from '../providers/types.ts';
import { errorResponse, jsonResponse, REFUSALS } from './json-response.ts';
import type { VaultDriver } from './vault-driver.ts';

interface KeyContext {
  readonly driver: VaultDriver;
  readonly environment: RelayEnvironment;
  readonly now: () => number;
  readonly newId: () => string;
}

/** What stands in a header: no spaces, no line breaks, nothing beyond ASCII. */
const KEY_PATTERN = /^[\x21-\x7e]{8,500}$/;
const SHOWN = 4;

/** Puts a key in once its provider knows it. Of a key that is refused, or cannot be asked about, nothing is kept. */
export async function putKey(context: KeyContext, wish: PutKey): Promise<Response> {
  const { driver, environment, now, newId } = context;
  const key = wish.key.trim();
  const addresses = keyAddresses(wish.provider, environment);
  const record = driver.room().record();
  if (addresses === null || record?.kind !== 'ring') return REFUSALS.notFound();
  if (!KEY_PATTERN.test(key)) return errorResponse(422, malformed());
  const late = await tooManyChecks(driver);
  if (late !== null) return late;
  const check = await checkNow(context, wish.provider, key);
  const error = checkError({ check, providerId: wish.provider, key }, environment);
  if (error !== null) return errorResponse(check === 'refused' ? 422 : 502, error);
  const binding = { ringId: record.ringId, keyId: newId(), provider: wish.provider, addresses };
  const kept: KeptKey = {
    sealed: await sealKey(environment, binding, key),
    name: wish.name,
    lastFour: key.slice(-SHOWN),
    addedAt: now(),
    lastUsedAt: null,
    state: 'works',
  };
  return told(await driver.ask({ type: 'key.put', key: kept }));
}

/** Asks the provider again about a key that is there. */
export async function recheckKey(context: KeyContext, keyId: string): Promise<Response> {
  const { driver, environment } = context;
  const kept = driver.room().key(keyId);
  if (kept === null) return REFUSALS.notFound();
  const late = await tooManyChecks(driver);
  if (late !== null) return late;
  const key = await openKey(environment, kept.sealed);
  const { provider, addresses } = kept.sealed;
  const isHere = JSON.stringify(keyAddresses(provider, environment)) === JSON.stringify(addresses);
  if (key === null || !isHere) return told(await driver.ask({ type: 'key.state', keyId, state: kept.state }));
  const check = await checkNow(context, provider, key);
  const error = checkError({ check, providerId: provider, key }, environment);
  if (check === 'unavailable' && error !== null) return errorResponse(502, error);
  return told(await driver.ask({ type: 'key.state', keyId, state: check === 'works' ? 'works' : 'refused' }));
}

function checkNow({ environment, now }: KeyContext, provider: string, key: string): Promise<KeyCheck> {
  const ports = { environment, now, fetch: platformFetch, timers: platformTimers };
  return checkKey(ports, provider, key);
}

async function tooManyChecks(driver: VaultDriver): Promise<Response | null> {
  const reply = await driver.ask({ type: 'key.mayCheck' });
  return reply?.status === 204 ? null : told(reply);
}

function told(reply: { readonly status: number; readonly body: unknown } | null): Response {
  return reply === null ? REFUSALS.inside() : jsonResponse(reply.body, reply.status);
}

function malformed(): WeftError {
  return weftError('key-refused', 'This is no key: keys have no spaces and eight characters at least.');
}

/** @param owner whose key it seems to be instead; null = nobody's that can be told. */
function refusedWords(label: string, owner: string | null): string {
  if (owner !== null)
    return `${label} does not take this key: it looks like one of ${owner}. Choose ${owner}, or copy the right key.`;
  return `${label} does not take this key. Copy it again, and look whether it belongs to ${label} and may call its models.`;
}

interface Checked {
  readonly check: KeyCheck;
  readonly providerId: string;
  readonly key: string;
}

function checkError({ check, providerId, key }: Checked, environment: RelayEnvironment): WeftError | null {
  const label = resolveProvider(providerId, environment)?.description.label ?? providerId;
  const owner = otherOwnerOf(key, providerId);
  switch (check) {
    case 'works':
      return null;
    case 'refused':
      return weftError('key-refused', refusedWords(label, owner), { providerId });
    case 'unavailable':
      return weftError(
        'provider-unavailable',
        `${label} could not be asked about this key, so it was not kept. Try again in a moment.`,
        { providerId, retryable: true },
      );
    default:
      return check satisfies never;
  }
}
