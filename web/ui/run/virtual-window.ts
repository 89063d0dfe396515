/** One row that is taller than the others by `height` px; null = none. */
export interface TallRow {
  readonly index: number;
  readonly height: number;
}

export interface WindowQuery {
  /** px, as the browser gives them. */
  readonly scrollTop: number;
  readonly viewport: number;
  readonly rowHeight: number;
  readonly count: number;
  /** Rows drawn beyond each edge. */
  readonly overscan?: number | undefined;
  readonly tall?: TallRow | null | undefined;
}

export interface RowWindow {
  /** Rows start to end (end not included) are drawn. */
  readonly start: number;
  readonly end: number;
  /** px of the rows before and after them. */
  readonly before: number;
  readonly after: number;
}

/** Which rows of a long list are drawn, so that thousands of them cost no more than what is seen. */
export function rowWindow(query: WindowQuery): RowWindow {
  const { scrollTop, viewport, rowHeight, count, overscan = 8, tall = null } = query;
  const topOf = (index: number) =>
    index * rowHeight + (tall !== null && index > tall.index ? tall.height : 0);
  const indexAt = (y: number) => {
    const tallTop = tall === null ? Infinity : (tall.index + 1) * rowHeight;
    if (tall === null || y < tallTop) return Math.floor(y / rowHeight);
    return Math.max(tall.index, Math.floor((y - tall.height) / rowHeight));
  };
  const start = Math.min(count, Math.max(0, indexAt(scrollTop) - overscan));
  const end = Math.max(start, Math.min(count, indexAt(scrollTop + viewport) + 1 + overscan));
  return { start, end, before: topOf(start), after: Math.max(0, topOf(count) - topOf(end)) };
}

/** Where a list must be scrolled so that a row is in view; the same place when it is. */
export function scrollTopFor(
  index: number,
  { scrollTop, viewport, rowHeight }: Pick<WindowQuery, 'scrollTop' | 'viewport' | 'rowHeight'>,
): number {
  const top = index * rowHeight;
  if (top < scrollTop) return top;
  return Math.max(scrollTop, top + rowHeight - viewport);
}
