/** A text that grows by small pieces and is read from its end: joining them all for every reader would copy megabytes. */
export interface TextPieces {
  readonly length: number;
  add(piece: string): void;
  /** The text from `offset` (UTF-16 units), at most `maxLength` of it. */
  from(offset: number, maxLength?: number): string;
}

export function createTextPieces(): TextPieces {
  const pieces: string[] = [];
  const starts: number[] = [];
  let length = 0;
  return Object.freeze({
    get length() {
      return length;
    },
    add(piece: string) {
      if (piece === '') return;
      pieces.push(piece);
      starts.push(length);
      length += piece.length;
    },
    from(offset: number, maxLength = Number.POSITIVE_INFINITY) {
      if (offset >= length) return '';
      let index = starts.length - 1;
      while (index > 0 && (starts[index] ?? 0) > offset) index -= 1;
      const joined = pieces
        .slice(index)
        .join('')
        .slice(offset - (starts[index] ?? 0));
      return maxLength < joined.length ? joined.slice(0, maxLength) : joined;
    },
  });
}
