/** Groups and notes borrow the hues of the design's tokens; the names are those that saved flows use. */
const TINTS: { readonly [colour: string]: string } = {
  gray: 'var(--line-control)',
  blue: 'var(--t-text)',
  purple: 'var(--who-2)',
  green: 'var(--st-done)',
  amber: 'var(--t-image)',
  red: 'var(--st-failed)',
  cyan: 'var(--who-3)',
  pink: 'var(--t-persona)',
};

/** CSS value of a colour name; grey for names from elsewhere. */
export function tintOf(colour: unknown): string {
  return (typeof colour === 'string' ? TINTS[colour] : undefined) ?? 'var(--line-control)';
}
