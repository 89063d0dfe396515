import { expect, it } from 'vitest';
import { capital, whoWords } from './who-words.ts';

it('calls whoever sits here you, whatever their name, and whoever has none a guest', () => {
  expect(whoWords({ personId: 'p', name: 'Imani' }, 'p')).toBe('you');
  expect(whoWords({ personId: 'q', name: 'Imani' }, 'p')).toBe('Imani');
  expect(whoWords({ personId: 'q', name: '' }, 'p')).toBe('a guest');
  expect(whoWords({ personId: undefined, name: 'Imani' }, null)).toBe('Imani');
  expect(capital(whoWords({ personId: 'p', name: '' }, 'p'))).toBe('You');
});
