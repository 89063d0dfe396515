import { browserClock } from './adapters/browser-clock.ts';
import { createCharacterStore } from './adapters/character-store.ts';
import { createFlowDoc } from './collab/document.ts';
import { createEngineClient } from './engine/client.ts';
import { nodeDefinitions } from './engine/node-definitions.ts';
import type { AppState } from './state/app-state.ts';
import { isCharacter } from './state/characters/character.ts';
import { CharacterLibrary } from './state/characters/character-library.svelte.ts';
import type { Characters } from './state/characters/characters.ts';
import { PhotoDescriber } from './state/characters/photo-describer.svelte.ts';
import { createFlowEditor } from './state/flow-editor.ts';
import { FlowSession } from './state/flow-session.svelte.ts';
import { storedObject, type KeyValueStore } from './state/key-value-store.ts';
import { newFlowId, newSecret } from './state/new-id.ts';
import { Session } from './state/session.svelte.ts';

/** One's own characters: fetched when somebody first looks at them. */

/** The flow in which photos are described: this browser's own, in no list. */
const FLOW_KEY = 'weft:characters-flow';

/** The library, read, and what describes photos for it. */
export async function openCharacters(app: AppState, store: KeyValueStore): Promise<Characters> {
  const library = new CharacterLibrary(createCharacterStore(isCharacter), () => browserClock.now());
  await library.load();
  return Object.freeze({
    library,
    openDescriber: () => new PhotoDescriber(() => openOwnFlow(app, store)),
  });
}

/** A session of a flow that nobody else can see, on no page. */
async function openOwnFlow(app: AppState, store: KeyValueStore): Promise<FlowSession> {
  const { flowId, secret } = ownFlow(store);
  const engine = createEngineClient({
    flowId,
    secret,
    mayCreate: true,
    personName: app.session.person.name,
  });
  const doc = createFlowDoc(flowId);
  const editor = createFlowEditor({
    doc,
    definitions: nodeDefinitions(),
    providers: () => app.providers.list,
    readOnly: false,
  });
  await app.providers.refresh();
  const session = new FlowSession({
    editor,
    engine,
    providers: app.providers,
    // Its connection is not the page's: what it says of itself is shown where it is used.
    session: new Session(store, Math.random),
    clock: browserClock,
    role: 'owner',
    openSharing: () => Promise.reject(new Error('a flow of one browser is not shared')),
  });
  await session.open();
  return session;
}

function ownFlow(store: KeyValueStore): { readonly flowId: string; readonly secret: string } {
  const { flowId, secret } = storedObject(store, FLOW_KEY) ?? {};
  if (typeof flowId === 'string' && typeof secret === 'string') return { flowId, secret };
  const made = { flowId: newFlowId(), secret: newSecret() };
  store.set(FLOW_KEY, JSON.stringify(made));
  return made;
}
