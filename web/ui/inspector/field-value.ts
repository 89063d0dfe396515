import type { JsonValue } from '#shared/json.ts';

/** What a text-like control shows for a config value; foreign kinds are shown as JSON, not lost. */
export function textValue(value: JsonValue | undefined, fallback: string | number | boolean | null): string {
  const shown = value ?? fallback;
  if (shown === null) return '';
  return typeof shown === 'object' ? JSON.stringify(shown) : String(shown);
}

/** Tags are stored as one comma-separated string. */
export function splitTags(text: string): string[] {
  return text
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
}

export function joinTags(tags: readonly string[]): string {
  return tags.map((tag) => tag.replaceAll(',', ' ').trim()).join(', ');
}

/** Why a text is no JSON, in words; null when it is or is empty. */
export function jsonProblem(text: string): string | null {
  if (text.trim() === '') return null;
  try {
    JSON.parse(text);
    return null;
  } catch (caught) {
    const place = caught instanceof SyntaxError ? /position (\d+)/.exec(caught.message)?.[1] : undefined;
    if (place === undefined) return 'This is not valid JSON yet. It ends too early or has a stray character.';
    const line = text.slice(0, Number(place)).split('\n').length;
    return `This is not valid JSON yet. Look at line ${line}.`;
  }
}
