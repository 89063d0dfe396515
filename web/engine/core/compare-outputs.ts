import { diffText, type TextPiece } from '#shared/graph/text-diff.ts';
import { canonicalJson } from '#shared/json.ts';
import type { NodeOutput } from '#shared/run/output.ts';
import type { ComparedText } from './comparison.ts';

/** UTF-16 units of a text that are compared; what follows is left out, and said to be. */
export const COMPARED_CHARACTERS = 200_000;
/** UTF-16 units of changed text that are shown of one text. */
export const SHOWN_CHARACTERS = 40_000;

const NOTHING: NodeOutput = {};

/**
 * The parts of two outputs in which they differ, by their keys; pictures aside. The work is bounded by
 * COMPARED_CHARACTERS and by what `diffText` takes on [CM3].
 */
export function compareOutputs(one: NodeOutput | null, other: NodeOutput | null): readonly ComparedText[] {
  const [before, after] = [one ?? NOTHING, other ?? NOTHING];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof NodeOutput)[];
  return keys.flatMap((key) => {
    if (key === 'image') return [];
    const [was, is] = [textOf(before[key]), textOf(after[key])];
    return was === is ? [] : [compareTexts(key, was, is)];
  });
}

function textOf(value: NodeOutput[keyof NodeOutput]): string {
  if (value === undefined || typeof value === 'string') return value ?? '';
  // In one order, so that only what differs differs.
  return JSON.stringify(JSON.parse(canonicalJson(value)), null, 2);
}

function compareTexts(key: string, was: string, is: string): ComparedText {
  const pieces = diffText(was.slice(0, COMPARED_CHARACTERS), is.slice(0, COMPARED_CHARACTERS));
  const shown = shownPieces(pieces);
  const isCut =
    Math.max(was.length, is.length) > COMPARED_CHARACTERS ||
    shown.length < pieces.length ||
    isShort(shown, pieces);
  return { key, pieces: shown, isCut };
}

const isShort = (shown: readonly TextPiece[], pieces: readonly TextPiece[]): boolean =>
  shown.at(-1)?.text !== pieces.at(-1)?.text;

/** The first pieces, until so much has changed. What is the same costs nothing: the screen shortens it. */
function shownPieces(pieces: readonly TextPiece[]): readonly TextPiece[] {
  const shown: TextPiece[] = [];
  let left = SHOWN_CHARACTERS;
  for (const piece of pieces) {
    if (piece.kind === 'same') shown.push(piece);
    else {
      shown.push({ kind: piece.kind, text: piece.text.slice(0, Math.max(0, left)) });
      left -= piece.text.length;
      if (left <= 0) break;
    }
  }
  return shown;
}
