/**
 * Yjs as far as flows need it, which are maps of maps: without its lists, texts and XML 5 kB less of what the editor waits
 * for. A document of somebody else may hold them all the same; they are read as a type of which nothing is known but how it
 * is written, and written back byte by byte.
 */

/** What reads a type from an update, by its number there, in Yjs's own words. */
const READERS =
  / {2}readYArray,\n {2}readYMap,\n {2}readYText,\n {2}readYXmlElement,\n {2}readYXmlFragment,\n {2}readYXmlHook,\n {2}readYXmlText\n\];/;

/** Elements and hooks have a name. */
const UNKNOWN_READERS = `  () => new UnknownType(0),
  readYMap,
  () => new UnknownType(2),
  (decoder) => new UnknownType(3, decoder.readKey()),
  () => new UnknownType(4),
  (decoder) => new UnknownType(5, decoder.readKey()),
  () => new UnknownType(6)
];

class UnknownType extends AbstractType {
  constructor (ref, key) {
    super();
    this._ref = ref;
    this._key = key;
  }
  _copy () {
    return new UnknownType(this._ref, this._key)
  }
  _write (encoder) {
    encoder.writeTypeRef(this._ref);
    if (this._key !== undefined) encoder.writeKey(this._key);
  }
}`;

/** What else would bring them along, and how often Yjs says it. */
const CUTS: readonly { readonly words: RegExp; readonly times: number }[] = [
  // Methods of a document that make a list, a text or XML of one of its roots.
  {
    words: /get(?:Array|Text|XmlElement|XmlFragment) \(name = ''\) \{\n\s+return [^\n]*\n\s+\}\n/g,
    times: 4,
  },
  // Puts a text's formats in order after somebody has changed it.
  {
    words:
      /if \(transaction\._needFormattingCleanup\) \{\n\s+cleanupYTextAfterTransaction\(transaction\);\n\s+\}\n/g,
    times: 1,
  },
  // What changed in a list; of a map it is asked by key.
  { words: /(?<=\n {2})get delta \(\) \{\n {4}return this\.changes\.delta\n {2}\}\n/g, times: 1 },
  { words: /(?<=\n {2})get changes \(\) \{\n {4}let changes = this\._changes;[\s\S]*?\n {2}\}\n/g, times: 1 },
];

/**
 * @param source of yjs.mjs.
 * @throws when this version of Yjs says it in other words.
 */
export function leanYjs(source: string): string {
  if (!READERS.test(source) || CUTS.some(({ words, times }) => source.match(words)?.length !== times))
    throw new Error('This Yjs is not the one that web/build/lean-yjs.ts knows.');
  const cut = CUTS.reduce((text, { words }) => text.replace(words, ''), source);
  return cut.replace(READERS, UNKNOWN_READERS);
}
