import { browserClock } from './adapters/browser-clock.ts';
import { createSubflowStore } from './adapters/subflow-store.ts';
import { isSavedSubflow } from './state/subflows/saved-subflow.ts';
import { SubflowLibrary } from './state/subflows/subflow-library.svelte.ts';

/** One's own subflows: fetched when somebody has some, or saves the first. */
export async function openSubflows(): Promise<SubflowLibrary> {
  const library = new SubflowLibrary(createSubflowStore(isSavedSubflow), () => browserClock.now());
  await library.load();
  return library;
}
