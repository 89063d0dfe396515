import type { Grant } from './grant.ts';

/** Until when the grants of a link are good in this room; null = as long as they say themselves. */
export interface LinkEnd {
  readonly linkId: string;
  /** Relay time, ms. */
  readonly at: number | null;
}

/** Links of which something else is known than what their tokens say, by id. */
export type LinkEnds = { readonly [linkId: string]: number };

/** The same object when nothing is new. */
export function withLinkEnds(known: LinkEnds, ends: readonly LinkEnd[]): LinkEnds {
  const news = ends.filter(({ linkId, at }) => (Object.hasOwn(known, linkId) ? known[linkId] : null) !== at);
  if (news.length === 0) return known;
  const next = new Map(Object.entries(known));
  for (const { linkId, at } of news)
    if (at === null) next.delete(linkId);
    else next.set(linkId, at);
  return Object.fromEntries(next);
}

export function hasEnded(ends: LinkEnds, { linkId }: Grant, now: number): boolean {
  return now >= endOf(ends, linkId);
}

export function endOf(ends: LinkEnds, linkId: string): number {
  return Object.hasOwn(ends, linkId) ? (ends[linkId] ?? 0) : Number.POSITIVE_INFINITY;
}
