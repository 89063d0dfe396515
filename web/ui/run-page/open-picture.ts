import type { PlanNode } from '#shared/run/plan.ts';
import type { RunPage } from '../../state/replay/run-page.svelte.ts';

/** Shows a picture of the run in the lightbox, among those that stand at the moment that is looked at. */
export async function openPicture(page: RunPage, node: PlanNode, hash: string): Promise<void> {
  const { openRunPicture } = await import('../lightbox/open-lightbox.ts');
  // Results are shown whatever the moment is: a picture that is not there yet is looked for at the end.
  const { run, newest } = page.view;
  const alone = { title: node.label, alt: `Picture from ${node.label}, no description` };
  const isThere = page.view.node(node.id).output?.image?.blob === hash;
  openRunPicture({ run: isThere ? run : newest, load: page.picture, hash, alone });
}
