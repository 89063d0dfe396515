import { lowerLimits } from '#shared/protocol/lowered-limits.ts';
import { StartRefusal } from './start-refusal.ts';

/** Environment variables that hold the keys of providers (SPEC, Providers). */
export const PROVIDER_KEY_NAMES = [
  'MISTRAL_API_KEY',
  'GLM_API_KEY',
  'OPENROUTER_API_KEY',
  'HF_API_KEY',
  'OPENAI_API_KEY',
  'ANTHROPIC_API_KEY',
  'FIREWORKS_API_KEY',
] as const;

/** Settings of the supervisor itself: they mean nothing to the relay. */
const SUPERVISOR_NAMES = new Set([
  ...['WEFT_STATE_DIR', 'WEFT_LISTEN_HOST', 'WEFT_RELAY_URL', 'WEFT_ROTATE_ENCRYPTION_KEY'],
]);

const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * What the operator hands to the relay: the provider keys and every `WEFT_…` setting, empty values left out.
 * The relay sees nothing else of the shell's environment.
 * @throws StartRefusal when `WEFT_PROVIDER_BASE_URLS` is malformed or leads away from this machine: it exists for
 *   tests, and a foreign address there would be sent the keys; and when `WEFT_LIMITS` names what is no limit.
 */
export function readOperatorEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const isForRelay = (name: string) =>
    (PROVIDER_KEY_NAMES as readonly string[]).includes(name) ||
    (name.startsWith('WEFT_') && !SUPERVISOR_NAMES.has(name));
  const values = Object.entries(environment).flatMap(([name, value]) =>
    value !== undefined && value.trim() !== '' && isForRelay(name) ? [[name, value.trim()] as const] : [],
  );
  const variables = Object.fromEntries(values);
  requireLoopbackUrls(variables['WEFT_PROVIDER_BASE_URLS']);
  const { problem } = lowerLimits(variables['WEFT_LIMITS']);
  if (problem !== null) throw new StartRefusal(`WEFT_LIMITS cannot be read. ${problem}`);
  return variables;
}

/** The values that must never be seen: in logs they are replaced. */
export function secretValues(variables: Readonly<Record<string, string>>): string[] {
  return Object.entries(variables)
    .filter(([name]) => /_KEY(S_BEFORE)?$/.test(name))
    .flatMap(([, value]) => value.split(','));
}

function requireLoopbackUrls(json: string | undefined): void {
  if (json === undefined) return;
  for (const [providerId, url] of parseUrls(json)) {
    if (!LOOPBACK_HOSTS.has(url.hostname)) {
      throw new StartRefusal(
        `WEFT_PROVIDER_BASE_URLS sends ${providerId} to ${url.host}. It is meant for tests and may only name this machine.`,
      );
    }
  }
}

function parseUrls(json: string): [string, URL][] {
  try {
    const parsed: unknown = JSON.parse(json);
    if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed))
      throw new TypeError('not an object');
    return Object.entries(parsed).map(([id, value]) => [id, new URL(String(value))]);
  } catch {
    throw new StartRefusal(
      'WEFT_PROVIDER_BASE_URLS must be a JSON object of provider id and address, ' +
        'such as {"openai":"http://127.0.0.1:9000/v1"}.',
    );
  }
}
