import { z } from 'zod/mini';

/** Breaks of lines and all else that moves a cursor: a blank stands for it. */
const MOVES = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
/** Signs that turn the order of what follows, or are not seen; two of them join letters and pictures of many scripts. */
const UNSEEN = /(?![\u200c\u200d])[\p{Cf}\p{Cs}]/gu;

/**
 * A name that somebody gives to a person, a link, a version, a key or a key ring, as others get to see it: one line, of
 * signs that are seen. Else a name could turn around the figures that stand beside it, or hide its end.
 */
export const seenName = (name: string): string => name.replace(MOVES, ' ').replace(UNSEEN, '');

/** Reads such a name. @param shortest characters, of what is seen */
export const givenName = ({ shortest = 0 } = {}) =>
  z.string().check(z.overwrite(seenName), z.minLength(shortest), z.maxLength(100));
