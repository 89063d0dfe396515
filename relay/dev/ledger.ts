import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writeCsv } from '#shared/csv/write-csv.ts';
import { createTokenSigner } from '../auth/tokens.ts';
import { LEDGER_GROUPS, sumLedger, type LedgerGroup } from './ledger-table.ts';
import { DEFAULT_PORT, parsePort } from './ports.ts';
import type { RelaySecrets } from './relay-secrets.ts';
import { usualDirectory } from './state-directory.ts';

/**
 * `npm run ledger`: what was spent of the relay's own keys, as CSV on the standard output; `-- --by person` sums it up.
 * Whoever can read the relay's signing key runs the relay: a token that is signed with it opens the ledger.
 */
const TOKEN_MS = 60_000;

const group = process.argv[2] === '--by' ? process.argv[3] : undefined;
if (process.argv.length > 2 && !isGroup(group)) {
  process.stderr.write(`Use: npm run ledger [-- --by ${Object.keys(LEDGER_GROUPS).join('|')}]\n`);
  process.exit(1);
}
const csv = await readLedger().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
process.stdout.write(isGroup(group) ? writeCsv(sumLedger(csv, group)) : csv);

function isGroup(name: string | undefined): name is LedgerGroup {
  return name !== undefined && Object.hasOwn(LEDGER_GROUPS, name);
}

async function readLedger(): Promise<string> {
  const stateDirectory = process.env['WEFT_STATE_DIR'] ?? usualDirectory(process.cwd(), process.env);
  const secrets = JSON.parse(
    readFileSync(join(resolve(stateDirectory), 'keys.json'), 'utf8'),
  ) as RelaySecrets;
  const token = await createTokenSigner(secrets.WEFT_SIGNING_KEY).signOperator(Date.now() + TOKEN_MS);
  const port = parsePort(process.env['PORT'], DEFAULT_PORT);
  const answer = await fetch(`http://${addressOf(process.env['HOST'])}:${port}/api/operator/ledger.csv`, {
    headers: { authorization: `Bearer ${token}` },
  }).catch(() => null);
  if (answer === null)
    throw new Error(`No relay answers on port ${port}. Start it, or say PORT= and HOST= as at its start.`);
  if (!answer.ok)
    throw new Error(
      `The relay on port ${port} answered ${answer.status}. Say PORT= and WEFT_STATE_DIR= as at its start.`,
    );
  return answer.text();
}

/** Where a relay that was started with `HOST=` is reached from this machine. */
function addressOf(host: string | undefined): string {
  const isEveryAddress = host === undefined || host === '' || host === '0.0.0.0' || host === '::';
  if (isEveryAddress) return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
