import { z } from 'zod';
import type { TaskInput } from '../task-input.ts';
import { clip, fill, withoutEndMark } from '../text-tools.ts';

interface Persona {
  readonly name: string;
  readonly description: string;
}

const personasSchema = z.array(z.object({ name: z.string().catch(''), description: z.string().catch('') }));

/**
 * Puts each persona's looks where its name first stands in the prompt. A single persona takes the place of "a woman" or
 * "a man"; whoever is not mentioned is added at the end.
 */
export function injectPersona({ subject, details, phrases }: TaskInput): string {
  const personas = personasOf(details);
  let text = subject.trim();
  const added: string[] = [];
  for (const persona of personas) {
    const woven = weave(text, persona, phrases.persona.woven, personas.length === 1);
    if (woven === null) added.push(fill(phrases.persona.added, looks(persona)));
    else text = woven;
  }
  const end = added.length === 0 || /[.!?…]$/u.test(text) || text === '' ? '' : '.';
  return clip([`${text}${end}`, ...added].filter((part) => part !== '').join(' '));
}

/** Someone without a name, in the languages that the demo writes. */
const SOMEONE =
  /(?<!\p{L})(?:a (?:young |old )?(?:woman|man|girl|boy|person)|(?:una? )(?:mujer|hombre|persona|donna|uomo)|(?:une? )(?:femme|homme|personne)|(?:eine? )(?:Frau|Mann|Person)|(?:uma? )(?:mulher|homem|pessoa))(?!\p{L})/iu;

function weave(text: string, persona: Persona, pattern: string, alone: boolean): string | null {
  const named = new RegExp(`(?<!\\p{L})${escape(persona.name)}(?!\\p{L})`, 'iu');
  // Looks make a poor heading: they stand in the text where there is one.
  const body = text.replace(/^#.*$/gm, (heading) => ' '.repeat(heading.length));
  const place = persona.name === '' ? null : (named.exec(body) ?? named.exec(text));
  const found = place ?? (alone ? SOMEONE.exec(text) : null);
  if (found === null) return null;
  const before = text.slice(0, found.index);
  const after = text.slice(found.index + found[0].length);
  const name = place === null ? persona.name || found[0] : found[0];
  const woven = fill(pattern, { ...looks(persona), name });
  // The closing comma gives way to whatever mark follows by itself.
  return `${before}${/^\s*[.,;:!?)]|^\s*$/.test(after) ? woven.replace(/,$/, '') : woven}${after}`;
}

function looks({ name, description }: Persona): { readonly name: string; readonly description: string } {
  const plain = withoutEndMark(description);
  const lower = /^\p{Lu}[\p{Ll}\s]/u.test(plain) ? plain.charAt(0).toLowerCase() + plain.slice(1) : plain;
  return { name: name === '' ? 'the character' : name, description: lower };
}

/** Personas as a JSON list in `personas`, or one detail for each: name → description. */
function personasOf(details: TaskInput['details']): readonly Persona[] {
  const list = details['personas'];
  if (list === undefined)
    return Object.entries(details).map(([name, description]) => ({ name, description }));
  try {
    const parsed = personasSchema.safeParse(JSON.parse(list));
    if (parsed.success) return parsed.data.filter((persona) => persona.description !== '');
  } catch {
    // Not JSON: lines of "Name: description" are read below.
  }
  return list.split('\n').flatMap((line) => {
    const [name = '', ...description] = line.split(':');
    return description.length === 0 ? [] : [{ name: name.trim(), description: description.join(':').trim() }];
  });
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
