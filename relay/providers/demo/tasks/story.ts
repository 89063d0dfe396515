import type { TaskInput } from '../task-input.ts';
import { contract, definite, slots, subjectOf } from '../subject.ts';
import { clip, fill, listOf } from '../text-tools.ts';

/** A short tale in markdown about the people, things and places of the idea: heading, setting, turn, resolution. */
export function story({ subject: idea, details, phrases, random }: TaskInput): string {
  const { story: parts, and } = phrases;
  const found = subjectOf(idea, phrases);
  const things = found.things.map((thing) => definite(thing, phrases));
  const hero = found.names[0] ?? things[0] ?? parts.fallback.hero;
  const others = things.filter((thing) => thing !== hero);
  const values = {
    ...slots({
      hero,
      thing: others[0] ?? parts.fallback.thing,
      place: others.at(-1) !== others[0] ? (others.at(-1) ?? parts.fallback.place) : parts.fallback.place,
      tags: listOf(tagsOf(details['tags'] ?? ''), and),
    }),
  };
  const write = (sentences: readonly string[]): string =>
    contract(fill(random.pick(sentences), values), phrases);
  const tone = values.tags === '' ? [] : [contract(fill(parts.tone, values), phrases)];
  const paragraphs = [
    `# ${titleCase(write(parts.titles), phrases.determiners.has('the'))}`,
    `${write(parts.openings)} ${write(parts.stirrings)}`,
    write(parts.turns),
    `## ${write(parts.secondHeading)}`,
    write(parts.trials),
    ...tone,
    write(parts.climaxes),
    write(parts.endings),
  ];
  return clip(paragraphs.join('\n\n'));
}

function tagsOf(tags: string): readonly string[] {
  return tags
    .split(/[,;\n]/)
    .map((tag) => tag.trim().replace(/^#/, ''))
    .filter((tag) => tag !== '')
    .slice(0, 6);
}

/** English titles write their words large; other languages do not. */
function titleCase(title: string, english: boolean): string {
  if (!english) return title;
  const small = new Set(['the', 'a', 'an', 'of', 'and', 'for', 'to', 'in', 'from', 'was']);
  return title
    .split(' ')
    .map((word, index) =>
      index > 0 && small.has(word) ? word : word.charAt(0).toUpperCase() + word.slice(1),
    )
    .join(' ');
}
