import { weftError, type WeftError } from '#shared/run/errors.ts';
import { refusedHeader } from '#shared/run/http-headers.ts';
import { parseTemplate, type Template } from '../../node-kit/template-variables.ts';

/** One header as it was written, with its gaps. */
export interface WrittenHeader {
  readonly name: string;
  readonly value: Template;
}

/**
 * Headers, one per line. Lines are told apart before gaps are filled, so what comes in adds no header.
 * @returns the first mistake instead, if there is one
 */
export function readHeaders(text: string): readonly WrittenHeader[] | WeftError {
  const headers: WrittenHeader[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const [, name = '', value = ''] = /^\s*([^:\s]+)\s*:\s*(.*?)\s*$/.exec(line) ?? [];
    if (name === '')
      return weftError('invalid-config', `Line ${index + 1} is no header. Write “Name: value”.`, {
        field: 'headers',
      });
    headers.push({ name: name.toLowerCase(), value: parseTemplate(value, 'headers') });
  }
  const plain = Object.fromEntries(headers.map(({ name, value }) => [name, textOf(value)]));
  const refused = refusedHeader(plain);
  return refused === null ? headers : cannotBeSent(refused);
}

export function cannotBeSent(name: string): WeftError {
  const message = `The header “${name.slice(0, 60)}” cannot be sent. Take it out, or write it in plain letters.`;
  return weftError('invalid-config', message, { field: 'headers' });
}

const textOf = ({ parts }: Template): string =>
  parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
