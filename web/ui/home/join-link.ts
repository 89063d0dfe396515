/**
 * The address inside this app of a pasted link (`https://…/f/<id>#<secret>`, or only its path); null when it is no link
 * to a flow. The host is ignored: links are opened on the relay that served this page.
 */
export function hrefOfLink(pasted: string): string | null {
  const found = /\/f\/([A-Za-z0-9_-]{21,64})#([A-Za-z0-9_-]{22,200})$/.exec(pasted.trim());
  return found ? `/f/${found[1]}#${found[2]}` : null;
}
