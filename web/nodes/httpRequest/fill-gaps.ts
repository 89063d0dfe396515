import { weftError, WeftFailure } from '#shared/run/errors.ts';
import type { Template } from '../../node-kit/template-variables.ts';

type Values = ReadonlyMap<string, string>;

/**
 * An address with its gaps filled. What comes in is written so that it stays where it stands: it cannot add a question
 * mark or a path of its own. Only a gap at the very beginning is an address, or the beginning of one.
 * @throws WeftFailure for a value that would lead up the path however it is written
 */
export function fillAddress({ parts }: Template, values: Values): string {
  const pieces = parts.map((part, index) => {
    if (part.type === 'text') return part.text;
    const value = (values.get(part.name) ?? '').trim();
    if (index === 0) return value;
    if (/^\.{1,2}$/.test(value)) throw unfit(part.name, 'in an address', 'url');
    return encoded(value);
  });
  return pieces.join('').trim();
}

/**
 * JSON with its gaps filled: between quotes what comes in is written as part of that text; elsewhere it stands as it is
 * when it is JSON, else as a text with quotes of its own.
 */
export function fillJson({ parts }: Template, values: Values): string {
  let isInText = false;
  let filled = '';
  for (const part of parts) {
    if (part.type === 'text') {
      isInText = endsInText(part.text, isInText);
      filled += part.text;
      continue;
    }
    const value = values.get(part.name) ?? '';
    if (isInText) filled += JSON.stringify(value).slice(1, -1);
    else filled += isJson(value) ? value : JSON.stringify(value);
  }
  return filled;
}

/** A form with its gaps filled: what comes in is one value, whatever signs it has. */
export function fillForm({ parts }: Template, values: Values): string {
  const value = (name: string): string => encoded(values.get(name) ?? '');
  return parts
    .map((part) => (part.type === 'text' ? part.text : value(part.name)))
    .join('')
    .trim();
}

/** Half a character, which cannot be written in an address, becomes the sign for what cannot be read. */
const encoded = (value: string): string => encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\ufffd'));

/** Whether a text of JSON ends between quotes. */
function endsInText(text: string, beganInText: boolean): boolean {
  let isInText = beganInText;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '\\' && isInText) index += 1;
    else if (text[index] === '"') isInText = !isInText;
  }
  return isInText;
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // The parser's only way to say that it is none.
    return false;
  }
}

/** A value that came in and cannot stand where its gap is. */
export function unfit(name: string, where: string, field: string): WeftFailure {
  const message = `What came in for {{${name}}} cannot stand ${where}. Look at what the step before puts out.`;
  return new WeftFailure(weftError('invalid-config', message, { field }));
}
