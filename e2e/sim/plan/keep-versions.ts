import { versionListSchema } from '#shared/protocol/flow-messages.ts';
import type { SimTab } from '../tabs/sim-tab.ts';
import { readUpdates } from '../oracles/document-laws.ts';
import { readAsOwner } from './as-owner.ts';
import type { Party } from './party.ts';

/** Somebody names the document as it is now, or drops a version that somebody named. */
export function keepVersions(party: Party, tab: SimTab, what: 'name-version' | 'drop-version'): void {
  const { page, browser } = tab;
  const { versions, random } = party;
  if (page === null) return;
  tab.act(() => {
    if (what === 'name-version') {
      const answered = versions.asked();
      const wish = { name: `By ${tab.name}`, by: browser.personName };
      void page.http.makeVersion(wish).then((made) => {
        if (made.ok) answered(made.value.versionId, browser.role !== 'viewer');
      });
      return;
    }
    const known = versions.known();
    if (known.length === 0) return;
    const versionId = random.pick(known);
    const answered = versions.dropping(versionId, browser.role !== 'viewer');
    void page.http.removeVersion(versionId).then(({ ok }) => {
      if (ok) answered();
    });
  });
}

/** When all is over: which versions the room has, and what is in each. */
export async function readVersions(party: Party): Promise<void> {
  const { versions } = party;
  const owner = await readAsOwner(party);
  const list = versionListSchema.parse(await (await owner.ofFlow('versions')).json()).versions;
  versions.listed(
    list.map(({ versionId }) => versionId),
    'in the list',
  );
  for (const { versionId } of list) {
    const bytes = await (await owner.ofFlow('versions', versionId, 'document')).arrayBuffer();
    versions.opened(versionId, readUpdates(owner.flowId, [new Uint8Array(bytes)]));
  }
}
