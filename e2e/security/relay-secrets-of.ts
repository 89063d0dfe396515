import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { secretValues } from '../../relay/dev/operator-environment.ts';

/** Everything secret that a relay was started with, by name: its own keys and those of its environment. */
export function relaySecretsOf(stateDir: string): Readonly<Record<string, string>> {
  const config = JSON.parse(readFileSync(join(stateDir, 'partykit.json'), 'utf8')) as {
    readonly vars: Readonly<Record<string, string>>;
  };
  const named = Object.entries(config.vars).flatMap(([name, value]) =>
    secretValues({ [name]: value }).map((secret) => [name, secret]),
  );
  return Object.fromEntries(named) as Record<string, string>;
}
