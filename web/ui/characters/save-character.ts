import type { AppState } from '../../state/app-state.ts';
import { CHARACTER_TYPE, characterOf } from '../../state/characters/character.ts';
import type { FlowSession } from '../../state/flow-session.svelte.ts';

/** Keeps the selected step as a character of one's own, with its picture, and says so. */
export async function saveSelected(app: AppState, flow: FlowSession): Promise<void> {
  const node = flow.editor.selection;
  if (node?.type !== CHARACTER_TYPE) return;
  const said = characterOf(node.config, flow.editor.nameOf(node.id));
  if (said === null) {
    app.toasts.show({
      status: 'failed',
      title: 'There is nothing to keep yet',
      text: 'Give the character a name and a description first.',
    });
    return;
  }
  const { library } = await app.characters();
  const kept = said.picture && (await flow.flowPicture(said.picture.blob));
  const picture = kept && said.picture ? { ref: said.picture, bytes: kept.bytes } : null;
  const same = library.items.find(({ name }) => name === said.name);
  const before = same && { ...same, picture: await pictureOf(library, same.id) };
  const saved = await library.save({ ...said, picture }, same?.id ?? null);
  if (!saved.ok) {
    app.toasts.show({ status: 'failed', title: `${said.name} was not kept`, text: saved.error.message });
    return;
  }
  app.toasts.show({
    status: 'done',
    title: before ? `${said.name} was brought up to date` : `${said.name} is one of your characters now`,
    action: {
      label: 'Undo',
      run: () => void (before ? library.save(before, before.id) : library.remove(saved.character.id)),
    },
  });
}

type Library = Awaited<ReturnType<AppState['characters']>>['library'];

async function pictureOf(library: Library, id: string) {
  const ref = library.find(id)?.picture;
  const kept = ref ? await library.picture(id) : null;
  return ref && kept ? { ref, bytes: kept.bytes } : null;
}
