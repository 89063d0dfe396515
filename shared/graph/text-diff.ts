/** A stretch of text: in both, only in the earlier, or only in the later. */
export interface TextPiece {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Words, white space, and every other sign by itself. */
const WORDS = /\s+|[\p{L}\p{N}\p{M}_]+|[^\s\p{L}\p{N}\p{M}_]/gu;
const LINES = /[^\n]*\n|[^\n]+/g;
/** Edits looked for before a coarser comparison is taken: the work grows with their square. */
const MAX_EDITS = 600;

/**
 * What changed from one text to another, word by word; by lines where that would take too long, as a whole where even
 * that does. The same and removed pieces make the earlier text, the same and added ones the later.
 */
export function diffText(before: string, after: string): readonly TextPiece[] {
  if (before === after) return before === '' ? [] : [{ kind: 'same', text: before }];
  for (const unit of [WORDS, LINES]) {
    const pieces = diffTokens(before.match(unit) ?? [], after.match(unit) ?? []);
    if (pieces !== null) return joined(pieces);
  }
  return joined([
    { kind: 'removed', text: before },
    { kind: 'added', text: after },
  ]);
}

function diffTokens(before: readonly string[], after: readonly string[]): readonly TextPiece[] | null {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const middle = shortestEdit(
    before.slice(head, before.length - tail),
    after.slice(head, after.length - tail),
  );
  if (middle === null) return null;
  const same = (tokens: readonly string[]): TextPiece[] =>
    tokens.length === 0 ? [] : [{ kind: 'same', text: tokens.join('') }];
  return [...same(before.slice(0, head)), ...middle, ...same(before.slice(before.length - tail))];
}

/** The greedy algorithm of Myers (1986), "An O(ND) Difference Algorithm"; null when more than MAX_EDITS are needed. */
function shortestEdit(before: readonly string[], after: readonly string[]): readonly TextPiece[] | null {
  const limit = Math.min(before.length + after.length, MAX_EDITS);
  /** Furthest place in `before` by diagonal, before each round. */
  const rounds: ReadonlyMap<number, number>[] = [];
  let furthest = new Map<number, number>([[1, 0]]);
  for (let edits = 0; edits <= limit; edits += 1) {
    rounds.push(furthest);
    const next = new Map(furthest);
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let at = isDown(furthest, diagonal, edits)
        ? (furthest.get(diagonal + 1) ?? 0)
        : (furthest.get(diagonal - 1) ?? 0) + 1;
      while (at < before.length && at - diagonal < after.length && before[at] === after[at - diagonal])
        at += 1;
      next.set(diagonal, at);
      if (at >= before.length && at - diagonal >= after.length) return walkBack(before, after, rounds);
    }
    furthest = next;
  }
  return null;
}

/** Whether the best way to a diagonal adds a token instead of removing one. */
function isDown(furthest: ReadonlyMap<number, number>, diagonal: number, edits: number): boolean {
  if (diagonal === -edits) return true;
  if (diagonal === edits) return false;
  return (furthest.get(diagonal - 1) ?? 0) < (furthest.get(diagonal + 1) ?? 0);
}

function walkBack(
  before: readonly string[],
  after: readonly string[],
  rounds: readonly ReadonlyMap<number, number>[],
): readonly TextPiece[] {
  const backwards: TextPiece[] = [];
  let x = before.length;
  let y = after.length;
  for (let edits = rounds.length - 1; edits >= 0; edits -= 1) {
    const furthest = rounds[edits] ?? new Map<number, number>();
    const diagonal = x - y;
    const down = isDown(furthest, diagonal, edits);
    const from = down ? diagonal + 1 : diagonal - 1;
    const startX = edits === 0 ? 0 : (furthest.get(from) ?? 0);
    const startY = edits === 0 ? 0 : startX - from;
    while (x > startX && y > startY) {
      backwards.push({ kind: 'same', text: before[x - 1] ?? '' });
      x -= 1;
      y -= 1;
    }
    if (edits === 0) break;
    backwards.push(
      down ? { kind: 'added', text: after[y - 1] ?? '' } : { kind: 'removed', text: before[x - 1] ?? '' },
    );
    x = startX;
    y = startY;
  }
  return backwards.reverse();
}

/**
 * Neighbours of a kind as one piece, removed before added. White space alone between two changes goes with them, so
 * that a rewritten sentence reads as one.
 */
function joined(pieces: readonly TextPiece[]): readonly TextPiece[] {
  const result: TextPiece[] = [];
  let removed = '';
  let added = '';
  const flush = () => {
    if (removed !== '') result.push({ kind: 'removed', text: removed });
    if (added !== '') result.push({ kind: 'added', text: added });
    removed = '';
    added = '';
  };
  pieces.forEach((piece, index) => {
    if (piece.kind === 'removed') removed += piece.text;
    else if (piece.kind === 'added') added += piece.text;
    else if (removed !== '' && added !== '' && piece.text.trim() === '' && !isSameOrEnd(pieces[index + 1])) {
      removed += piece.text;
      added += piece.text;
    } else {
      flush();
      const last = result.at(-1);
      if (last?.kind === 'same') result[result.length - 1] = { kind: 'same', text: last.text + piece.text };
      else if (piece.text !== '') result.push(piece);
    }
  });
  flush();
  return result;
}

function isSameOrEnd(piece: TextPiece | undefined): boolean {
  return piece === undefined || piece.kind === 'same';
}
