import { WeftFailure } from '#shared/run/errors.ts';

/** Thrown by a runner whose node ends as skipped, not as failed: what depends on it is skipped too, and the run is fine. */
export class NodeSkipped extends WeftFailure {}
