import { ROLES, type Role } from '#shared/protocol/roles.ts';
import { readFileSync } from 'node:fs';

/** Whoever may stand at a door: a role, or the relay itself between rooms. */
export type Caller = Role | 'relay';

/** The hand-written tables of docs/spec/roles.md: rows of cells without their head. */
export function readRoleTable(head: 'action' | 'door' | 'request'): readonly (readonly string[])[] {
  const lines = readFileSync(new URL('../../docs/spec/roles.md', import.meta.url), 'utf8').split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${head} `));
  const cells = (line: string): string[] =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim());
  const columns = cells(lines[start] ?? '').slice(1);
  const expected = head === 'request' ? ['relay', ...ROLES] : [...ROLES];
  if (columns.join() !== expected.join()) throw new Error(`The table of ${head}s has other columns.`);
  const rest = lines.slice(start + 2);
  return rest.slice(0, rest.findIndex((line) => !line.startsWith('|')) >>> 0).map(cells);
}

export interface Expectation {
  readonly door: string;
  readonly caller: Caller;
  readonly isAllowed: boolean;
}

/** Every cell of a table whose door begins so. */
export function expectationsOf(head: 'door' | 'request', beginning: string): readonly Expectation[] {
  const callers: readonly Caller[] = head === 'request' ? ['relay', ...ROLES] : ROLES;
  return readRoleTable(head)
    .filter(([door]) => door?.startsWith(beginning))
    .flatMap(([door = '', ...cells]) =>
      callers.map((caller, index) => {
        const cell = cells[index];
        if (cell !== 'yes' && cell !== 'no') throw new Error(`${door}: ${caller} is ${cell}.`);
        return { door, caller, isAllowed: cell === 'yes' };
      }),
    );
}
