import type { FlowNode } from '#shared/graph/document.ts';
import { isContainer } from '#shared/run/plan.ts';
import { ancestors, type FlowLookups } from '../editing/lookups.ts';
import { kindAt, nameAt } from './step-facts.ts';

/** Why these steps can be no subflow, in words for people; null when they can. */
export function foldRefusal(
  lookups: FlowLookups,
  all: ReadonlySet<string>,
  top: readonly FlowNode[],
): string | null {
  if (![...all].some((id) => lookups.definitions.get(lookups.nodeById.get(id)?.type ?? '')?.kind !== null))
    return 'Select a step that runs first.';
  const [first] = top;
  if (first === undefined) return 'Select a step first.';
  if (top.some(({ parent }) => parent !== first.parent))
    return 'These steps stand in different groups. Put them into one first.';
  const round = ancestors(lookups, first.id).find((id) => isContainer(kindAt(lookups, id)));
  if (round !== undefined)
    return `These steps stand inside “${nameAt(lookups, round)}”. Make a subflow of it as a whole.`;
  for (const id of all) {
    const reason = refusedStep(lookups, id);
    if (reason !== null) return reason;
  }
  const between = standsBetween(lookups, all);
  return between === null
    ? null
    : `“${nameAt(lookups, between)}” stands between these steps. Select it as well.`;
}

function refusedStep(lookups: FlowLookups, id: string): string | null {
  const node = lookups.nodeById.get(id);
  const definition = node && lookups.definitions.get(node.type);
  const name = nameAt(lookups, id);
  if (definition === undefined) return `Weft does not know the type of “${name}”. Leave it out.`;
  if (definition.kind === 'branch')
    return `“${name}” sends the flow one way or another, which no subflow can. Leave it out.`;
  if (definition.fields.some(({ type }) => type === 'image'))
    return `“${name}” has a picture of its own, which stays on the canvas. Leave it out.`;
  const calls = (lookups.edgesBySource.get(id) ?? []).some(
    ({ sourceHandle }) => sourceHandle === definition.stepsPort,
  );
  return calls ? `“${name}” runs other steps itself, which no subflow can. Leave it out.` : null;
}

/** A step outside on a way from the chosen ones back to them. */
function standsBetween(lookups: FlowLookups, all: ReadonlySet<string>): string | null {
  const seen = new Map<string, string>();
  const queue = [...all].flatMap((id) => lookups.edgesBySource.get(id) ?? []).map(({ target }) => target);
  const open = queue.filter((id) => !all.has(id)).map((id) => ({ id, first: id }));
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { id, first } = at;
    if (seen.has(id)) continue;
    seen.set(id, first);
    for (const { target } of lookups.edgesBySource.get(id) ?? []) {
      if (all.has(target)) return first;
      open.push({ id: target, first });
    }
  }
  return null;
}
