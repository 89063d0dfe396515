import type { TaskInput } from '../task-input.ts';
import { asHero, contract, definite, slots, subjectOf } from '../subject.ts';
import { clip, fill, listOf, titleCase } from '../text-tools.ts';

/** A short tale in markdown about the people, things and places of the idea: heading, setting, turn, resolution. */
export function story({ subject: idea, details, phrases, random }: TaskInput): string {
  const { story: parts, and } = phrases;
  const found = subjectOf(idea, phrases);
  const isPlace = (item: string): boolean => found.places.includes(item);
  const chosen =
    found.names.find((name) => !isPlace(name)) ??
    found.things.find((thing) => !isPlace(thing)) ??
    found.things[0];
  const things = found.things.filter((thing) => thing !== chosen && !isPlace(thing));
  const places = found.places.filter((place) => place !== chosen);
  const named = (item: string | undefined): string | undefined =>
    item === undefined ? undefined : definite(item, phrases);
  const values = slots({
    hero: chosen === undefined ? parts.fallback.hero : asHero(chosen, phrases),
    thing: named(things[0]) ?? named(places.length > 1 ? places[0] : undefined) ?? parts.fallback.thing,
    place: named(places.at(-1)) ?? parts.fallback.place,
    tags: listOf(tagsOf(details['tags'] ?? ''), and),
  });
  const write = (sentences: readonly string[]): string =>
    contract(fill(random.pick(sentences), values), phrases);
  const tone = values['tags'] === '' ? [] : [contract(fill(parts.tone, values), phrases)];
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
