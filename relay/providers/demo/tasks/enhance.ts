import type { TaskInput } from '../task-input.ts';
import { capitalise, clip, fill, MAX_RESULT_CHARS, withoutEndMark } from '../text-tools.ts';

/**
 * A rich picture prompt around the person's own words. With notes, the notes are applied and nothing else is invented;
 * without, detail, composition, light, mood and quality are added.
 */
export function enhance({ subject, details, phrases, random }: TaskInput): string {
  const { enhance: parts } = phrases;
  const core = capitalise(withoutEndMark(subject));
  const notes = withoutEndMark(details['notes'] ?? '');
  const added =
    notes === ''
      ? [parts.details, parts.composition, parts.light, parts.mood, parts.quality].map((pieces) =>
          random.pick(pieces),
        )
      : [fill(parts.notes, { notes }), random.pick(parts.light), random.pick(parts.quality)];
  const [first = '', ...rest] = added;
  const tail = `${first}. ${rest.map((piece) => `${capitalise(piece)}.`).join(' ')}`;
  const room = MAX_RESULT_CHARS - tail.length - 4;
  return `${clip(core, room)}; ${tail}`;
}
