import { COLUMNS, isBookLanguage } from '../dictionary/lookup.ts';
import { knownNouns, nounWithArticle } from '../dictionary/translate-words.ts';
import { contract } from '../subject.ts';
import { phrasesFor } from '../phrases-for.ts';
import { capitalise, fill, listOf, withoutEndMark } from '../text-tools.ts';
import type { Rendering } from './rendering.ts';
import type { Direction } from './slots.ts';

const MAX_SUBJECTS = 4;

/** Remembers what was said, so that nothing is said twice. */
export interface Paraphrase {
  /** A sentence about what the sentences speak of; empty when nothing of it is known or all was told before. */
  sentence(sentences: string): string;
  /** The same as a heading. Never empty. */
  heading(words: string): string;
}

/** Stands in for sentences that would come out mixed: shorter, and wholly in the target language. */
export function createParaphrase(direction: Direction): Paraphrase {
  const { target } = direction;
  const told = new Set<string>();
  let count = 0;

  function sentence(sentences: string): string {
    const fresh = subjects(sentences, direction).filter((item) => !told.has(item));
    const chosen = fresh.slice(0, MAX_SUBJECTS);
    if (chosen.length === 0) return '';
    for (const item of chosen) told.add(item);
    const [, marks = ''] = /(\*{1,2})\S/.exec(sentences) ?? [];
    const [first = '', ...rest] = chosen;
    const list = joined([`${marks}${first}${marks}`, ...rest], target);
    const pattern = target.about[Math.min(count, target.about.length - 1)] ?? '{list}';
    count += 1;
    const text = fill(pattern, { list });
    return target.code === 'de' ? text : contract(text, phrasesFor(target.code));
  }

  function heading(words: string): string {
    const found = subjects(words, direction).slice(0, 2);
    return found.length === 0 ? withoutEndMark(target.plain) : capitalise(joined(found, target));
  }

  return Object.freeze({ sentence, heading });
}

/** Nouns whose article some language puts in the plural. */
const UNCOUNTED: ReadonlySet<string> = new Set(['people', 'hair', 'money']);

/** "a, b and c" as the language writes it. */
function joined(items: readonly string[], { code, and }: Rendering): string {
  if (code === 'ja' || code === 'zh') return items.join('、');
  if ((code === 'ar' || code === 'he') && items.length > 1)
    return `${items.slice(0, -1).join(', ')} ${and}${items.at(-1) ?? ''}`;
  return listOf(items, and);
}

/** Names first, then nouns that have a translation. */
function subjects(text: string, { from, target, names }: Direction): readonly string[] {
  const named = names.filter((name) => text.includes(name));
  if (!isBookLanguage(from)) return named;
  const { code } = target;
  const nouns = knownNouns(text, from).flatMap((noun) => {
    const source = (noun.words[COLUMNS.indexOf('en')] ?? '').split('/')[0] ?? '';
    if (UNCOUNTED.has(source)) return [];
    if (isBookLanguage(code)) return nounWithArticle(noun, code);
    return target.nouns[source]?.toLowerCase() ?? [];
  });
  return [...new Set([...named, ...nouns])];
}
