import { describe, expect, it } from 'vitest';
import { dayWords, endWords, listWords, revokeQuestion, useWords } from './link-words.ts';

const at = (text: string) => new Date(text).getTime();
const now = at('2026-11-21T12:00:00');

describe('words about links', () => {
  it('say when a link ends or has ended', () => {
    const live = { status: 'live', endsAt: null, revokedAt: null } as const;
    expect(dayWords(at('2026-12-14T10:00:00'), now)).toBe('14 December');
    expect(endWords(live, now)).toBe('No end date');
    expect(endWords({ ...live, endsAt: at('2026-12-14T10:00:00') }, now)).toBe('Ends 14 December');
    expect(endWords({ ...live, endsAt: at('2027-01-02T10:00:00') }, now)).toBe('Ends 2 January 2027');
    expect(endWords({ ...live, status: 'ended', endsAt: at('2026-11-02T10:00:00') }, now)).toBe(
      'Ended 2 November',
    );
    expect(endWords({ status: 'revoked', endsAt: null, revokedAt: at('2026-11-20T10:00:00') }, now)).toBe(
      'Revoked 20 November',
    );
  });

  it('say when a link was last used', () => {
    expect(useWords(null, now)).toBe('Not used yet');
    expect(useWords(now - 5 * 60_000, now)).toBe('Used 5 min ago');
  });

  it('list names', () => {
    expect(['Imani', 'Imani Tomas', 'Imani Tomas Bea'].map((names) => listWords(names.split(' ')))).toEqual([
      'Imani',
      'Imani and Tomas',
      'Imani, Tomas and Bea',
    ]);
  });

  it('name whom revoking puts out, where that is known', () => {
    const people = [
      { name: 'Imani', role: 'editor' },
      { name: 'Tomas', role: 'editor' },
      { name: 'Bea', role: 'viewer' },
    ] as const;
    const editor = { role: 'editor', name: '' } as const;
    expect(revokeQuestion(editor, { people, isOnlyOne: true })).toBe(
      'Revoke the editor link? Imani and Tomas are disconnected now.',
    );
    expect(revokeQuestion(editor, { people, isOnlyOne: false })).toBe(
      'Revoke this editor link? Whoever came by it is disconnected now.',
    );
    expect(revokeQuestion({ role: 'viewer', name: 'Class 4b' }, { people, isOnlyOne: true })).toBe(
      'Revoke “Class 4b”? Bea is disconnected now.',
    );
    expect(revokeQuestion(editor, { people: [], isOnlyOne: true })).toBe(
      'Revoke the editor link? It opens nothing from now on.',
    );
    expect(revokeQuestion(editor, { people: [{ name: 'someone', role: 'editor' }], isOnlyOne: true })).toBe(
      'Revoke the editor link? Someone is disconnected now.',
    );
    expect(revokeQuestion({ role: 'run-viewer', name: '' }, { people, isOnlyOne: true })).toBe(
      'Revoke the run link? Whoever watches the run by it is disconnected now.',
    );
  });
});
