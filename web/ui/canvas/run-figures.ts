/** Money, time and tokens as a node's foot says them. */

/** `$0`, `$0.0023`, `$0.0023+` while calls are open, `$1.25`. Never rounded down; null = not known. */
export function moneyWords(microUsd: number | null, open: boolean): string {
  const more = open ? '+' : '';
  if (microUsd === null) return open ? '$0+' : '';
  if (microUsd === 0) return `$0${more}`;
  const digits = microUsd >= 1_000_000 ? 2 : 4;
  const unit = 10 ** (6 - digits);
  return `$${((Math.ceil(microUsd / unit) * unit) / 1_000_000).toFixed(digits)}${more}`;
}

/** `0.4 s`, `12 s`, `3:05 min`. */
export function timeWords(milliseconds: number): string {
  const seconds = milliseconds / 1_000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')} min`;
}

/** `1 word`, `14 words`. */
export function wordCount(text: string): string {
  const count = text.trim() === '' ? 0 : text.trim().split(/\s+/).length;
  return `${count} ${count === 1 ? 'word' : 'words'}`;
}
