import type { FlowNode } from '#shared/graph/document.ts';
import type { SimTab } from '../tabs/sim-tab.ts';
import type { Party } from './party.ts';

/** Edits of the shared document: each adds a node nobody else adds, and does something that others may do otherwise. */
export function editDocument(party: Party, tab: SimTab, what: number): void {
  const { page } = tab;
  if (page === null) return;
  tab.act(() => {
    const { doc } = page;
    const { nodes } = doc.snapshot();
    const target = nodes[what % Math.max(1, nodes.length)]?.id;
    const added = nodeOf(`mark-${tab.name}-${tab.added.length}-end`, what);
    party.documents.tried(added.id);
    // What a browser edits whose link ends in this party may be stored or not.
    if (!endsInThisParty(party, tab)) party.documents.added(added.id, tab.browser.role !== 'viewer');
    tab.added.push(added.id);
    doc.transact('simulated', (write) => {
      write.addNode(added);
      if (what % 3 === 0) write.setName(`Flow ${tab.name} ${what}`);
      if (what % 3 === 1 && target !== undefined) write.setConfig(target, 'text', `by ${tab.name}`);
      if (what % 3 === 2 && target !== undefined) write.patchNode(target, { position: { x: what, y: what } });
    });
  });
}

function endsInThisParty({ plan, browsers }: Party, { browser }: SimTab): boolean {
  return plan.acts.some((act) => act.type === 'revoke' && browsers[act.browser] === browser);
}

const nodeOf = (id: string, what: number): FlowNode => ({
  id,
  type: 'note',
  version: 1,
  position: { x: what, y: 0 },
  config: { text: id },
});
