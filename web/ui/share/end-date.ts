/** When a link ends, as it is chosen: never, in some days, or with the end of a day. */
export const END_CHOICES = [
  { value: 'never', label: 'Never' },
  { value: '1', label: 'In 1 day' },
  { value: '7', label: 'In 7 days' },
  { value: '30', label: 'In 30 days' },
  { value: 'date', label: 'On a day…' },
] as const;
export type EndChoice = (typeof END_CHOICES)[number]['value'];

const DAY_MS = 24 * 60 * 60_000;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

export type ChosenEnd =
  { readonly ok: true; readonly endsAt: number | null } | { readonly ok: false; readonly problem: string };

/** @param date as an input of type date has it; the whole of that day still counts. @param now ms since 1970 */
export function chosenEnd(choice: EndChoice, date: string, now: number): ChosenEnd {
  if (choice === 'never') return { ok: true, endsAt: null };
  if (choice !== 'date') return { ok: true, endsAt: now + Number(choice) * DAY_MS };
  const parts = DATE.exec(date);
  if (parts === null) return { ok: false, problem: 'Choose a day.' };
  const [year = 0, month = 0, day = 0] = parts.slice(1).map(Number);
  const endsAt = new Date(year, month - 1, day + 1).getTime() - 1;
  return endsAt > now ? { ok: true, endsAt } : { ok: false, problem: 'Choose today or a later day.' };
}

/** What the fields show for a link: its end as a day of its own. */
export function endFields(endsAt: number | null): { readonly choice: EndChoice; readonly date: string } {
  return endsAt === null ? { choice: 'never', date: '' } : { choice: 'date', date: dateInput(endsAt) };
}

/** `2026-12-14`, by this computer's calendar. */
export function dateInput(at: number): string {
  const day = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
