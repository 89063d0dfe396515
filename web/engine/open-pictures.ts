import { createFlowPictures, type FlowPictures } from './flow-pictures.ts';
import { createMemoryPictureOutbox } from './memory-picture-outbox.ts';
import { createPictureUploads, type PictureUploads, type PictureUploadsPorts } from './picture-uploads.ts';
import type { PictureOutbox, PictureRoom, PictureStore } from './ports.ts';

/** What has to do with the pictures of one flow, at work. */
export interface OpenPictures {
  readonly flow: FlowPictures;
  readonly uploads: PictureUploads;
}

export interface OpenPicturesOptions extends Pick<PictureUploadsPorts, 'clock' | 'onChange'> {
  readonly pictures: PictureStore;
  readonly room: PictureRoom;
  /** Left out = pictures wait as long as the engine lives. */
  readonly outbox?: PictureOutbox | undefined;
}

/** Begins with what an earlier page could not bring to the flow's room. */
export function openPictures({
  outbox = createMemoryPictureOutbox(),
  ...ports
}: OpenPicturesOptions): OpenPictures {
  const uploads = createPictureUploads({ ...ports, outbox });
  return Object.freeze({ uploads, flow: createFlowPictures({ ...ports, outbox, uploads }) });
}
