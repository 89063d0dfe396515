/** A law that does not hold. The simulation stops at the first. */
export interface LawBroken {
  readonly law: string;
  readonly what: string;
  /** Virtual milliseconds since the beginning. */
  readonly at: number;
}

/** Where oracles say what they found, and where a trace is written. */
export interface Witness {
  readonly broken: (law: string, what: string) => void;
  readonly found: () => LawBroken | null;
  /** Only worked out when somebody reads along. */
  readonly note: (line: () => string) => void;
}

export function createWitness(now: () => number, onLine: ((line: string) => void) | null): Witness {
  let first: LawBroken | null = null;
  const note = (line: () => string): void => onLine?.(`${now().toFixed(1).padStart(10)}  ${line()}`);
  return Object.freeze({
    broken(law: string, what: string) {
      if (first !== null) return;
      first = { law, what, at: now() };
      note(() => `*** [${law}] ${what}`);
    },
    found: () => first,
    note,
  });
}
