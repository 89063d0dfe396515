import { adoptLongOutputs } from './adopt-long-outputs.ts';
import { adoptOutputs } from './adopt-outputs.ts';
import type { AdoptSeen } from './late-adoption.ts';

/** Adopts what stands in the log, then what needs more bytes. Never rejects. */
export const adoptSeen: AdoptSeen = (seen, blobs, cache) => {
  const long = seen.flatMap(({ run, entries }) => adoptOutputs(run, entries, cache));
  return adoptLongOutputs(long, blobs, cache);
};
