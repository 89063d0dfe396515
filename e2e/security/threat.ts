import type { PlantedBug } from '../sim/mutants/planted-bug.ts';

/**
 * What an attacker may try, the rule that stops it, the test that shows it, and a weakness as somebody might make it, with
 * which that test fails. `npm run security` plants the weaknesses one by one; docs/spec/threats.md says the same for people.
 */
export interface Threat {
  readonly id: string;
  readonly test: Proof;
  readonly weakness: PlantedBug;
}

export interface Proof {
  /** The stage of `npm test` that runs it; a journey's page is built anew with the weakness. */
  readonly project: 'unit' | 'runes' | 'process' | 'journey';
  readonly file: string;
  readonly title: string;
  /** Where the title stands, when the file runs a suite that others share. */
  readonly suite?: string;
}

export const unit = (file: string, title: string): Proof => ({ project: 'unit', file, title });

/** Components of the page, in a document without a browser. */
export const runes = (file: string, title: string): Proof => ({ project: 'runes', file, title });

/** With the relay as it runs; these take longer. */
export const inProcess = (file: string, title: string): Proof => ({ project: 'process', file, title });

/** With the relay and the built page in a browser; these take longest. */
export const journey = (file: string, title: string): Proof => ({ project: 'journey', file, title });

export const OUTBOUND = 'relay/providers/outbound.ts';
