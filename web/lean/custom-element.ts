/**
 * Svelte's custom elements, of which Weft has none; their class is made wherever a page has elements, and brings the
 * components of older Sveltes along.
 */
export function create_custom_element(): never {
  throw new Error('Weft has no custom elements.');
}
