import type { FlowNode } from '#shared/graph/document.ts';
import type { SavedSubflow } from './saved-subflow.ts';
import { SubflowLibrary, type SubflowStore } from './subflow-library.svelte.ts';

/** What a subflow of one step with this name holds; with `inside` the step is a subflow itself. */
export function heldOf(
  name: string,
  inside?: { readonly saved?: string; readonly flow?: string; readonly label?: string },
): string {
  const { label = name, flow, saved } = inside ?? {};
  const node: FlowNode = {
    id: 'n1',
    type: inside === undefined ? 'story' : 'subflow',
    version: 1,
    label,
    position: { x: 0, y: 0 },
    config: { ...(flow === undefined ? {} : { flow }), ...(saved === undefined ? {} : { saved }) },
  };
  return JSON.stringify({ nodes: [node], edges: [], inputs: [], outputs: [] });
}

/** A library that lies in memory; `refuse` makes it behave like a full disk, `again` reads it as another tab does. */
export async function savedInMemory() {
  const kept = new Map<string, SavedSubflow>();
  let refusing = false;
  let now = 0;
  const guard = <T>(value: () => T): Promise<T> =>
    refusing ? Promise.reject(new DOMException('full', 'QuotaExceededError')) : Promise.resolve(value());
  const store: SubflowStore = Object.freeze({
    all: () => guard(() => [...kept.values()]),
    put: (subflow: SavedSubflow) => guard(() => void kept.set(subflow.id, subflow)),
    remove: (id: string) => guard(() => void kept.delete(id)),
  });
  const again = async () => {
    const library = new SubflowLibrary(store, () => (now += 1));
    await library.load();
    return library;
  };
  return Object.freeze({
    library: await again(),
    again,
    refuse: (next: boolean) => void (refusing = next),
  });
}
