/** What every node of the catalogue promises: results of at most 2,500 characters. */
export const MAX_RESULT_CHARS = 2_500;

/** Sentences of a text, with their end marks, white space between them left out. */
export function sentences(text: string): readonly string[] {
  const found = text.replace(/\s+/g, ' ').match(/[^.!?…。！？]+(?:[.!?…。！？]+["'”’)\]]*|$)/gu) ?? [];
  return joinAbbreviations(found.map((sentence) => sentence.trim()).filter((sentence) => sentence !== ''));
}

const ABBREVIATION =
  /(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|vs|etc|e\.g|i\.e|z\.B|Sr|Sra|M|Mme|bzw|ca)|\b\p{Lu})\.$/u;

/** "Dr." and "3.5" end no sentence. */
function joinAbbreviations(parts: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    const number = last !== undefined && /\d\.$/.test(last) && /^\d/.test(part);
    if (last === undefined || !(number || ABBREVIATION.test(last))) joined.push(part);
    else joined[joined.length - 1] = number ? last + part : `${last} ${part}`;
  }
  return joined;
}

/** The text, or as many of its whole sentences as fit. */
export function clip(text: string, maxChars: number = MAX_RESULT_CHARS): string {
  if (text.length <= maxChars) return text;
  const head = text.slice(0, maxChars);
  const end = Math.max(...['. ', '! ', '? ', '.\n', '。', '！', '？'].map((mark) => head.lastIndexOf(mark)));
  if (end > maxChars / 3) return head.slice(0, end + 1).trimEnd();
  const space = head.lastIndexOf(' ');
  return `${head.slice(0, space > 0 ? Math.min(space, maxChars - 1) : maxChars - 1).trimEnd()}…`;
}

/** First letter large, the rest as it is. */
export function capitalise(text: string): string {
  const [first = '', ...rest] = text;
  return first.toLocaleUpperCase() + rest.join('');
}

/** Without the end mark, for putting a sentence inside another. */
export function withoutEndMark(text: string): string {
  return text.trim().replace(/[\s.!?…,;:。！？]+$/u, '');
}

/** "a, b and c" with the language's own word for and. */
export function listOf(items: readonly string[], and: string): string {
  if (items.length < 2) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} ${and} ${items.at(-1) ?? ''}`;
}

/** Puts values in the {slots} of a template; a slot without a value stays empty. */
export function fill(template: string, values: { readonly [slot: string]: string }): string {
  const filled = template.replace(/\{(\w+)\}/g, (_match, slot: string) => values[slot] ?? '');
  return filled
    .replace(/ {2,}/g, ' ')
    .replace(/ ([,.;!?])/g, '$1')
    .trim();
}

/** English titles write their words large; other languages do not. */
export function titleCase(title: string, english: boolean): string {
  if (!english) return title;
  const small = new Set(['the', 'a', 'an', 'of', 'and', 'for', 'to', 'in', 'from', 'was']);
  return title
    .split(' ')
    .map((word, index) =>
      index > 0 && small.has(word) ? word : word.charAt(0).toUpperCase() + word.slice(1),
    )
    .join(' ');
}
