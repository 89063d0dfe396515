import type { PlantedBug } from '../sim/mutants/planted-bug.ts';

/**
 * What an attacker may try, the rule that stops it, the test that shows it, and a weakness as somebody might make it, with
 * which that test fails. `npm run security` plants the weaknesses one by one; docs/spec/threats.md says the same for people.
 */
export interface Threat {
  readonly id: string;
  readonly test: {
    readonly project: 'unit' | 'runes' | 'process';
    readonly file: string;
    readonly title: string;
    /** Where the title stands, when the file runs a suite that others share. */
    readonly suite?: string;
  };
  readonly weakness: PlantedBug;
}

export const unit = (file: string, title: string) => ({ project: 'unit', file, title }) as const;

/** With the relay as it runs; these take longer. */
export const inProcess = (file: string, title: string) => ({ project: 'process', file, title }) as const;

export const OUTBOUND = 'relay/providers/outbound.ts';
