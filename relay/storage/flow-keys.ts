/** Keys of a flow's storage. Numbers are padded so that the order of keys is the order of numbers. */
const DIGITS = 9;

export const FLOW_KEYS = {
  record: 'flow',
  tickets: 'tickets',
  runs: 'run:',
  clients: 'k:',
  versions: 'v:',
  versionChunks: 'w:',
  /** What run rooms have still to be told: one value for each link and some of the rooms. */
  pushes: 'p:',
  /** Where the document begins and ends. */
  document: 'doc',
  snapshotChunks: 's:',
  updateChunks: 'u:',
  authors: 'y:',
  /** Pictures that are whole, and those on their way; the bytes of both lie in chunks under where they begin. */
  pictures: 'i:',
  uploads: 'o:',
  pictureChunks: 'j:',
} as const;

const padded = (number: number): string => String(number).padStart(DIGITS, '0');

export const snapshotChunkKey = (generation: number, index: number): string =>
  `${FLOW_KEYS.snapshotChunks}${padded(generation)}:${padded(index)}`;

export const updateChunkKey = (update: number, index: number): string =>
  `${FLOW_KEYS.updateChunks}${padded(update)}:${padded(index)}`;

export const pictureChunkKey = (hash: string, offset: number): string =>
  `${FLOW_KEYS.pictureChunks}${hash}:${padded(offset)}`;

export const versionChunkKey = (versionId: string, index: number): string =>
  `${FLOW_KEYS.versionChunks}${versionId}:${padded(index)}`;
