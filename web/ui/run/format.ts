/** Numbers in words for people. Money is exact or says so; it is never rounded down. */

const MICRO = 1_000_000;

/**
 * Micro-dollars as dollars with four digits, rounded up to the last one: `$0.0123`. `$0` for nothing. With `open`, a
 * plus says that more may come.
 */
export function money(
  microUsd: number,
  more: { readonly open?: boolean; readonly unknownCalls?: number | undefined } = {},
): string {
  const tenThousandths = Math.ceil(microUsd / 100);
  const dollars = microUsd === 0 ? '$0' : `$${(tenThousandths / 10_000).toFixed(4)}`;
  const plus = more.open || (more.unknownCalls ?? 0) > 0 ? '+' : '';
  return `${dollars}${plus}`;
}

/** A price per million tokens: `$1.00`, `$0.075`. */
export function pricePerMillion(microUsd: number): string {
  const dollars = microUsd / MICRO;
  const digits = Number.isInteger(dollars * 100) ? 2 : 3;
  return `$${dollars.toFixed(digits)}`;
}

/** `0.4 s`, `4.2 s`, `1 min 05 s`, `2 h 03 min`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, ms) / 1_000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** The same without tenths: for a clock that need not run in them. */
export const wholeSeconds = (ms: number): string =>
  ms < 60_000 ? `${Math.floor(Math.max(0, ms) / 1_000)} s` : duration(ms);

/** `412`, `12,480`, `1.2M`. */
export function count(value: number): string {
  if (value < 1_000_000) return value.toLocaleString('en-US');
  return `${(value / 1_000_000).toFixed(1)}M`;
}

/** `1 word`, `14 words`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** Words of a text in any script that Intl.Segmenter knows; '' has none. */
export function wordCount(text: string): number {
  if (text === '') return 0;
  let words = 0;
  for (const part of new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text))
    if (part.isWordLike) words += 1;
  return words;
}
