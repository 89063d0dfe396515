/** Words and sentences of one language, from which the demo writes. {slots} are filled from the person's own text. */
export interface Phrases {
  readonly and: string;
  /** Words that carry no subject. */
  readonly stopWords: ReadonlySet<string>;
  /** Words after which a noun comes. */
  readonly determiners: ReadonlySet<string>;
  /** Definite articles by the indefinite ones: a story's second mention. Empty: nouns stand without an article. */
  readonly definite: { readonly [determiner: string]: string };
  /** Only where nouns change with their case: the nominative of a noun seen with this determiner; null = cannot be told. */
  readonly nominative?: (determiner: string, noun: string) => string | null;
  /** What runs together, e.g. "de el" → "del". */
  readonly contractions: readonly (readonly [string, string])[];
  readonly story: StoryPhrases;
  readonly enhance: EnhancePhrases;
  /** {name} {description} */
  readonly persona: { readonly woven: string; readonly added: string };
  readonly free: FreePhrases;
}

/** Slots: {hero} {thing} {place} {tags}. One of each group is taken, in this order. */
export interface StoryPhrases {
  readonly fallback: { readonly hero: string; readonly thing: string; readonly place: string };
  readonly titles: readonly string[];
  readonly openings: readonly string[];
  readonly stirrings: readonly string[];
  readonly turns: readonly string[];
  readonly secondHeading: readonly string[];
  readonly trials: readonly string[];
  readonly climaxes: readonly string[];
  readonly endings: readonly string[];
  readonly tone: string;
}

/** Pieces of a rich picture prompt; {notes} in `notes`. */
export interface EnhancePhrases {
  readonly details: readonly string[];
  readonly composition: readonly string[];
  readonly light: readonly string[];
  readonly mood: readonly string[];
  readonly quality: readonly string[];
  readonly notes: string;
}

/** Slots: {topic} {a} {b} {c}: the main subject and three keywords. */
export interface FreePhrases {
  readonly answer: readonly string[];
  readonly more: readonly string[];
  readonly close: readonly string[];
  readonly items: readonly string[];
  readonly steps: readonly string[];
  readonly titles: readonly string[];
  readonly headings: {
    readonly summary: string;
    readonly strengths: string;
    readonly weaknesses: string;
    readonly next: string;
  };
  readonly strengths: readonly string[];
  readonly weaknesses: readonly string[];
  readonly next: readonly string[];
  readonly poem: readonly string[];
  readonly letter: { readonly greeting: string; readonly close: string };
  readonly something: string;
  /** Stand in where a prompt has fewer than three words with content. */
  readonly generic: readonly string[];
  readonly questions: readonly string[];
}

/** Splits a written-out word list. */
export function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(/\s+/).filter((word) => word !== ''));
}
