import { describe, expect, it } from 'vitest';
import { chosenEnd, dateInput, endFields } from './end-date.ts';

const now = new Date(2026, 10, 21, 12).getTime();
const endOf = (year: number, month: number, day: number) =>
  new Date(year, month - 1, day, 23, 59, 59, 999).getTime();

describe('the end of a link', () => {
  it('is never, some days from now, or the last moment of a day', () => {
    expect(chosenEnd('never', '', now)).toEqual({ ok: true, endsAt: null });
    expect(chosenEnd('7', '', now)).toEqual({ ok: true, endsAt: now + 7 * 86_400_000 });
    expect(chosenEnd('date', '2026-12-14', now)).toEqual({ ok: true, endsAt: endOf(2026, 12, 14) });
    expect(chosenEnd('date', '2026-11-21', now)).toEqual({ ok: true, endsAt: endOf(2026, 11, 21) });
  });

  it('must be a day that is not over', () => {
    expect(chosenEnd('date', '', now)).toEqual({ ok: false, problem: 'Choose a day.' });
    expect(chosenEnd('date', '2026-11-20', now)).toEqual({
      ok: false,
      problem: 'Choose today or a later day.',
    });
  });

  it('is shown in the fields as it was chosen', () => {
    expect(endFields(null)).toEqual({ choice: 'never', date: '' });
    const endsAt = endOf(2026, 2, 3);
    expect(endFields(endsAt)).toEqual({ choice: 'date', date: '2026-02-03' });
    expect(chosenEnd('date', dateInput(endsAt), 0)).toEqual({ ok: true, endsAt });
  });
});
