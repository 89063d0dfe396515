import type { Point } from '#shared/graph/document.ts';
import type { AppState } from '../../state/app-state.ts';
import { CHARACTER_TYPE, characterConfig } from '../../state/characters/character.ts';
import type { FlowSession } from '../../state/flow-session.svelte.ts';

/**
 * Puts a character of one's own into the flow: a step with its name, description and picture. The step stands at once;
 * the picture's bytes follow.
 * @returns the step's id; null when the flow may not be changed or the character is gone.
 */
export async function placeCharacter(
  app: AppState,
  flow: FlowSession,
  { id, at }: { readonly id: string; readonly at: Point },
): Promise<string | null> {
  const { library } = await app.characters();
  const character = library.find(id);
  if (character === null) return null;
  const config = characterConfig(character);
  const nodeId = flow.editor.addNode(CHARACTER_TYPE, at, { config, label: character.name });
  if (nodeId === null || character.picture === null) return nodeId;
  const picture = await library.picture(id);
  const added = picture && (await flow.addPicture(picture.bytes));
  if (added?.ok) return nodeId;
  // A name without bytes would be a picture that nobody can see.
  flow.editor.setConfig(nodeId, 'characterImagePath', null);
  app.toasts.show({
    status: 'failed',
    title: `${character.name} came without the picture`,
    text:
      added?.error.message ?? 'Its bytes are no longer in this browser. Give the character a picture again.',
  });
  return nodeId;
}
