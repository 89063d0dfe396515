import { runListSchema } from '#shared/protocol/messages.ts';
import { checkRunList } from '../oracles/list-laws.ts';
import { readAsOwner } from './as-owner.ts';
import type { Party } from './party.ts';

/** What a room that wakes has to tell another has arrived by then. */
const NEWS_MS = 3_000;

/**
 * When all is over, the relay is killed once more and somebody opens every run: all that was told is on the disks,
 * nothing that was dropped is, and the list of runs knows how each of them ended.
 */
export async function startAgain(party: Party): Promise<void> {
  const { clock, relay, laws, witness } = party;
  relay.kill(null);
  const owner = await readAsOwner(party);
  for (const runId of laws.records.keys()) await owner.ofRun(runId, 'pages', '1');
  const until = clock.now() + NEWS_MS;
  while (await clock.step(until));
  const { runs } = runListSchema.parse(await (await owner.ofFlow('runs')).json());
  checkRunList(witness, laws.records, runs);
}
