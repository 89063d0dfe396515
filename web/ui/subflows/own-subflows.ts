import type { AppState } from '../../state/app-state.ts';
import type { SavedSubflow } from '../../state/subflows/saved-subflow.ts';

/** One's own subflows as they are now; none where they could not be fetched, so that a list shows what else it has. */
export async function ownSubflows(app: AppState): Promise<readonly SavedSubflow[]> {
  try {
    const library = await app.subflows();
    await library.load();
    return library.items;
  } catch {
    return [];
  }
}
