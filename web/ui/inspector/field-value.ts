import { jsonFault } from '#shared/json-fault.ts';
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
  const fault = text.trim() === '' ? null : jsonFault(text);
  if (fault === null) return null;
  if (fault.index >= text.length) return 'This is not valid JSON yet: it ends too early.';
  return `This is not valid JSON yet. Look at line ${fault.line}, column ${fault.column}.`;
}
