import { createPictureWork, type PictureWork } from './picture-work.ts';
import { startPicturesWorker } from './start-pictures-worker.ts';

/** The page has one worker for pictures, whoever asks for it. */
const work: PictureWork = createPictureWork(startPicturesWorker);

/** Makes of a file what a flow keeps: upright, small enough, without metadata. A failure has words for people. */
export const preparePicture = work.preparePicture;

/** A picture in a small size; null when its bytes cannot be shown. The side is in pixels, the longest. */
export const thumbnail = work.thumbnail;
