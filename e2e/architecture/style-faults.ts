import type { SourceFile } from './source-files.ts';

const COLOUR_FUNCTION = /\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\(/i;
const HEX_COLOUR = /(?<![\w&/#-])#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b(?![\w-])/i;
const NAMED_COLOUR =
  /:[^;{}]*\b(?:white|black|red|green|blue|gr[ae]y|silver|orange|yellow|purple|pink|brown|navy|teal|maroon|olive|lime|aqua|fuchsia|tomato|gold|crimson|salmon|coral|indigo|violet)\b(?![-\w]*\()(?!-)/i;
const FONT_SIZE_IN_PX = /\bfont(?:-size)?\s*:[^;{}]*\d(?:px|pt)\b/i;
const QUOTED_COLOUR = /(['"`])#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\1/i;

/** The lines of a component, style sheet or module that name a colour or a font size instead of a token. */
export function findStyleFaults(file: SourceFile): string[] {
  const isModule = file.path.endsWith('.ts');
  const lines = withoutComments(isModule ? file.text : stylesOf(file)).split('\n');
  const patterns = isModule ? [QUOTED_COLOUR] : [COLOUR_FUNCTION, HEX_COLOUR, NAMED_COLOUR, FONT_SIZE_IN_PX];
  return lines
    .map((line) => line.replace(/var\(--[^)]*\)|--[\w-]+(?=\s*[,):;])|url\([^)]*\)/g, ''))
    .filter((line) => patterns.some((pattern) => pattern.test(line)))
    .map((line) => `${file.path}: ${line.trim()}`);
}

/** Style elements, style attributes and style directives of a component; all of a style sheet. */
function stylesOf({ path, text }: SourceFile): string {
  if (path.endsWith('.css')) return text;
  const elements = [...text.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map((match) => match[1] ?? '');
  const attributes = [...text.matchAll(/\sstyle(?::([\w-]+))?=(?:"([^"]*)"|\{`([^`]*)`\})/g)].map(
    ([, property, quoted, template]) => `${property ? `${property}:` : ''}${quoted ?? template ?? ''}`,
  );
  return [...elements, ...attributes].join('\n');
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}
