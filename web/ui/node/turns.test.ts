import { describe, expect, it } from 'vitest';
import { createTurns, type Painter } from './turns.ts';

function fixture() {
  const frames: (() => void)[] = [];
  const seen: string[] = [];
  const turns = createTurns((callback) => frames.push(callback));
  const painter = (name: string): Painter => ({
    measure: () => seen.push(`look ${name}`),
    paint: () => seen.push(name),
  });
  const frame = () => {
    seen.length = 0;
    frames.splice(0).forEach((callback) => callback());
    return seen.filter((word) => !word.startsWith('look'));
  };
  return { turns, painter, frame, seen, frames };
}

describe('turns', () => {
  it('gives everybody a turn within three frames, in the order of asking', () => {
    const { turns, painter, frame, frames } = fixture();
    const all = Array.from({ length: 50 }, (_, index) => painter(`p${index}`));
    all.forEach(turns.ask);
    all.forEach(turns.ask);
    const painted = [frame(), frame(), frame()];
    expect(painted.map(({ length }) => length)).toEqual([17, 17, 16]);
    expect(painted.flat()).toEqual(all.map((_, index) => `p${index}`));
    expect(frames).toEqual([]);
  });

  it('gives few their turn at once, reading before writing', () => {
    const { turns, painter, frame, seen } = fixture();
    turns.ask(painter('a'));
    turns.ask(painter('b'));
    expect(frame()).toEqual(['a', 'b']);
    expect(seen).toEqual(['look a', 'look b', 'a', 'b']);
  });

  it('forgets those who leave', () => {
    const { turns, painter, frame } = fixture();
    const gone = painter('gone');
    turns.ask(gone);
    turns.leave(gone);
    expect(frame()).toEqual([]);
  });
});
