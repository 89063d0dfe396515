const MICRO_USD = 1_000_000;

/** Micro-dollars as dollars with two digits, four where it is less than a cent; never rounded down: `$2.00`. */
export function dollars(microUsd: number): string {
  const digits = microUsd > 0 && microUsd < MICRO_USD / 100 ? 4 : 2;
  const unit = MICRO_USD / 10 ** digits;
  return `$${(Math.ceil(microUsd / unit) / 10 ** digits).toFixed(digits)}`;
}
