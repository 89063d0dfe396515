import type { AppState } from '../../state/app-state.ts';
import type { FlowSession } from '../../state/flow-session.svelte.ts';
import type { Point } from '#shared/graph/document.ts';

/** What the editor knows of one's own characters before they are fetched. */
export interface CharacterActs {
  /** Puts a character into the flow. */
  readonly place: (id: string, at: Point) => void;
  /** Keeps the selected Consistent Character. */
  readonly keep: () => void;
}

export function createCharacterActs(app: AppState, flow: FlowSession): CharacterActs {
  const orSay = (act: Promise<unknown>): void =>
    void act.catch(() =>
      app.toasts.show({
        status: 'failed',
        title: 'Your characters could not be loaded',
        text: 'Check the connection, then try again.',
      }),
    );
  return Object.freeze({
    place: (id: string, at: Point) =>
      orSay(
        import('./place-character.ts').then(({ placeCharacter }) => placeCharacter(app, flow, { id, at })),
      ),
    keep: () => orSay(import('./save-character.ts').then(({ saveSelected }) => saveSelected(app, flow))),
  });
}
