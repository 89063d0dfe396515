/** The forms that the demo can give an answer. */
export type Form =
  | 'list'
  | 'steps'
  | 'titles'
  | 'summary'
  | 'critique'
  | 'table'
  | 'poem'
  | 'letter'
  | 'short'
  | 'json'
  | 'text';

export interface Prompt {
  readonly form: Form;
  /** How many of them, when the prompt says. */
  readonly count: number | null;
  readonly numbered: boolean;
  readonly bullets: boolean;
  /** What is asked, without the text that is worked on. */
  readonly topic: string;
  /** The text that is worked on; empty when the prompt has none. */
  readonly material: string;
}

/** Words that ask for a form, in the six languages that the demo writes. The first form that matches is taken. */
const FORMS: readonly (readonly [Form, RegExp])[] = [
  ['json', /\bjson\b/i],
  ['table', /\b(table|tabla|tableau|tabelle|tabella|tabela)\b/i],
  ['poem', /\b(poem|haiku|verse|poema|poème|gedicht|poesia)\b/i],
  ['letter', /\b(e-?mail|letter|carta|lettre|brief|lettera)\b.*|\bnewsletter\b/i],
  [
    'titles',
    /\b(titles?|headlines?|slogans?|taglines?|names? for|títulos?|titres?|titel|titoli|titolo|nombres para)\b/i,
  ],
  [
    'summary',
    /\b(summar\w*|tl;?dr|key points|takeaways|shorten|resum\w*|résum\w*|zusammenfass\w*|fass\w* .*zusammen|riassu\w*|síntesis)\b/i,
  ],
  [
    'critique',
    /\b(critique|critici[sz]e|review|feedback|assess|evaluate|weaknesses|pros and cons|crítica|critiqu\w*|kritik|bewerte\w*|recensione|avalia\w*)\b/i,
  ],
  [
    'steps',
    /\b(steps?|plan|outline|how to|instructions|recipe|pasos|étapes|schritte?|anleitung|passi|passos|plano)\b/i,
  ],
  [
    'list',
    /\b(list|ideas|bullet|bullets|examples|suggest\w*|questions|ways|reasons|things|brainstorm|lista|liste|ideen|idées|idee|ejemplos|exemples|beispiele|vorschläge|esempi|exemplos)\b/i,
  ],
  [
    'short',
    /\b(one sentence|single sentence|in a sentence|one line|tweet|una frase|une phrase|einem satz|uma frase)\b/i,
  ],
];

const NUMBERS: { readonly [word: string]: number } = {
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  dos: 2,
  tres: 3,
  cuatro: 4,
  cinco: 5,
  seis: 6,
  deux: 2,
  trois: 3,
  quatre: 4,
  cinq: 5,
  zwei: 2,
  drei: 3,
  vier: 4,
  fünf: 5,
  sechs: 6,
  zehn: 10,
  due: 2,
  tre: 3,
  quattro: 4,
  cinque: 5,
  sei: 6,
  dois: 2,
  três: 3,
  quatro: 4,
};

/** A text without the JSON that flows put into it: its keys are not what it is about. */
export function proseOf(text: string): string {
  const parts = text.split(/\n\s*\n/).filter((part) => !/^\s*[{[]/.test(part));
  return parts.length === 0 ? text.replace(/"[^"\n]*":/g, ' ').replace(/[{}[\]"]/g, ' ') : parts.join('\n\n');
}

/** Takes a prompt apart: which form is asked for, how many, about what, and which text is worked on. */
export function readPrompt(text: string): Prompt {
  const { instruction, material } = split(text.trim());
  const form = FORMS.find(([, pattern]) => pattern.test(instruction))?.[0] ?? 'text';
  return {
    form,
    count: countIn(instruction),
    numbered: /\bnumber|\bnumerad|\bnuméro|\bnummer/i.test(instruction),
    bullets: /\bbullet|\bpoints?\b|\bpuntos\b|\bpunkte|\bpunti\b/i.test(instruction),
    topic: topicOf(instruction),
    material,
  };
}

/** The instruction is the shorter part: before a colon or blank line, or after the text. */
function split(text: string): { readonly instruction: string; readonly material: string } {
  const fenced = /```[^\n]*\n([\s\S]*?)```|"""([\s\S]*?)"""|<text>([\s\S]*?)<\/text>/i.exec(text);
  if (fenced !== null) {
    return {
      instruction: text.replace(fenced[0], ' ').trim(),
      material: (fenced[1] ?? fenced[2] ?? fenced[3] ?? '').trim(),
    };
  }
  const colon = /^([^\n]{3,200}?):\s+([\s\S]{40,})$/.exec(text);
  if (colon !== null) return { instruction: colon[1] ?? '', material: (colon[2] ?? '').trim() };
  const parts = text.split(/\n\s*\n/);
  if (parts.length === 1) return { instruction: text, material: '' };
  const longest = parts.reduce((best, part) => (part.length > best.length ? part : best), '');
  return { instruction: parts.filter((part) => part !== longest).join('\n'), material: longest.trim() };
}

function countIn(instruction: string): number | null {
  const digits = /(?<![\d.])([1-9]\d?)(?![\d.%])/.exec(instruction);
  if (digits !== null) return Math.min(20, Number(digits[1]));
  const word = (instruction.toLowerCase().match(/\p{L}+/gu) ?? []).find((item) =>
    Object.hasOwn(NUMBERS, item),
  );
  return word === undefined ? null : (NUMBERS[word] ?? null);
}

/** What comes after "about", "for", "of"… in the instruction, else all of it. */
function topicOf(instruction: string): string {
  const about =
    /\b(?:about|regarding|on the topic of|on|for|of|sobre|acerca de|para|sur|à propos de|pour|über|zum thema|für|su|riguardo a|per)\s+(.{3,})/is.exec(
      instruction,
    );
  return (about?.[1] ?? instruction).trim();
}
