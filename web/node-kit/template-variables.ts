import { weftError, type WeftError } from '#shared/run/errors.ts';

/**
 * Texts with gaps. The whole grammar:
 *   {{ name }}  a gap; white space inside does not count; a name is 1 to 64 letters (of any script), digits, _ or -
 *   \{{         two literal braces
 * Anything else that starts with {{ is a mistake, reported with its place, and stands as text until it is mended.
 * A dotted path such as {{user.name}} is such a mistake: silence would put the braces into a prompt. }} alone is text.
 */
export type TemplatePart =
  { readonly type: 'text'; readonly text: string } | { readonly type: 'variable'; readonly name: string };

export interface Template {
  readonly parts: readonly TemplatePart[];
  /** Each name once, in the order of first appearance. */
  readonly names: readonly string[];
  /** The first mistake, or null. */
  readonly problem: WeftError | null;
}

/** An input port made from a variable has this before its name. */
export const VARIABLE_PORT_PREFIX = 'var-';

const GAP = /\{\{\s*([\p{L}\p{M}\p{N}_-]{1,64})\s*\}\}/uy;
const ESCAPED_OR_OPEN = /\\\{\{|\{\{/g;

/** Reads a template; never throws. `field` is the form's field that a mistake belongs to. */
export function parseTemplate(source: string, field: string): Template {
  const parts: TemplatePart[] = [];
  const names = new Set<string>();
  let problem: WeftError | null = null;
  let at = 0;
  let pending = '';
  const flush = (): void => {
    if (pending !== '') parts.push({ type: 'text', text: pending });
    pending = '';
  };
  for (;;) {
    ESCAPED_OR_OPEN.lastIndex = at;
    const found = ESCAPED_OR_OPEN.exec(source);
    if (found === null) break;
    pending += source.slice(at, found.index);
    GAP.lastIndex = found.index;
    const gap = found[0] === '{{' ? GAP.exec(source) : null;
    if (gap?.[1] !== undefined) {
      flush();
      parts.push({ type: 'variable', name: gap[1] });
      names.add(gap[1]);
      at = GAP.lastIndex;
      continue;
    }
    pending += '{{';
    at = ESCAPED_OR_OPEN.lastIndex;
    if (found[0] === '{{') problem ??= mistake(source, found.index, field);
  }
  pending += source.slice(at);
  flush();
  return { parts, names: [...names], problem };
}

function mistake(source: string, index: number, field: string): WeftError {
  const before = source.slice(0, index).split('\n');
  const place = `line ${before.length}, character ${(before.at(-1) ?? '').length + 1}`;
  const rest = source.slice(index).split('\n')[0] ?? '';
  const end = rest.indexOf('}}');
  if (end < 0)
    return weftError(
      'bad-template',
      `The braces opened at ${place} are not closed. Write {{name}}, or \\{{ for plain braces.`,
      {
        field,
      },
    );
  const written = rest.slice(0, Math.min(end + 2, 40));
  return weftError(
    'bad-template',
    `“${written}” at ${place} is not a variable. Names have letters, digits, _ and -; write \\{{ for plain braces.`,
    { field },
  );
}

/** The text with its gaps filled. A name without a value leaves nothing. */
export function renderTemplate(template: Template, values: ReadonlyMap<string, string>): string {
  return template.parts
    .map((part) => (part.type === 'text' ? part.text : (values.get(part.name) ?? '')))
    .join('');
}
