/**
 * Yjs without its XML, which no flow has: 1.2 kB of what the editor waits for. A document of somebody else may hold it all
 * the same; it is read as a type of which nothing is known but how it is written, and written back byte by byte.
 */

/** What reads a type from an update, by its number there, in Yjs's own words; those of XML are the last. */
const READERS =
  /( {2}readYText,\n) {2}readYXmlElement,\n {2}readYXmlFragment,\n {2}readYXmlHook,\n {2}readYXmlText\n\];/;

/** Elements and hooks have a name. */
const UNKNOWN_READERS = `$1  (decoder) => new UnknownType(3, decoder.readKey()),
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

/** The two methods of a document that would bring XML along. */
const ROOTS = /getXml(?:Element|Fragment) \(name = ''\) \{\n\s+return [^\n]*\n\s+\}\n/g;

/**
 * @param source of yjs.mjs.
 * @throws when this version of Yjs says it in other words.
 */
export function leanYjs(source: string): string {
  if (!READERS.test(source) || source.match(ROOTS)?.length !== 2)
    throw new Error('This Yjs is not the one that web/build/lean-yjs.ts knows.');
  return source.replace(READERS, UNKNOWN_READERS).replace(ROOTS, '');
}
