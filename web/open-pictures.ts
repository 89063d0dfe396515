import { preparePicture } from './pictures/client.ts';
import type { FlowSession } from './state/flow-session.svelte.ts';
import { PicturesIn } from './state/pictures-in.svelte.ts';

/** What puts pictures into an open flow: fetched with the first field or drop of a picture. */
export function openPictures(flow: FlowSession): PicturesIn {
  return new PicturesIn({ prepare: preparePicture, add: flow.addPicture, editor: flow.editor });
}
