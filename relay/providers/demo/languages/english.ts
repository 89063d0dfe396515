import { wordSet, type Phrases } from '../phrases.ts';

export const english: Phrases = {
  and: 'and',
  stopWords:
    wordSet(`a an the and or but if then of to in on at by for from with without into onto over under about as is
    are was were be been being am do does did has have had having will would can could shall should may might must not no
    it its this that these those he she they them him her his hers their theirs we us our you your i me my mine who whom
    whose which what when where why how all any both each few more most other some such only own same so than too very
    just also there here up down out off again once please write make give create list tell generate describe explain
    summarise summarize translate rewrite text following below above one two three four five six seven eight nine ten
    short long new get got go goes went come comes came let use using used like between because while during until
    after before through against every everything something anything nothing someone anyone never always ever still
    much many lot really quite word words sentence sentences paragraph paragraphs bullet points point ideas idea story
    along across behind inside outside near toward towards among within since around monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december difference differences benefits advantages disadvantages help me tell critique review suggest summarise brainstorm outline compare finds find found wants want sees see says say said takes take took keeps keep kept`),
  determiners: wordSet(
    'a an the his her their its my your our this that every some another each one two three of',
  ),
  persona: { woven: '{name}, {description},', added: 'With them is {name}: {description}.' },
  definite: { a: 'the', an: 'the', the: 'the', one: 'the', that: 'the', this: 'the' },
  contractions: [],
  story: {
    fallback: { hero: 'the ferryman', thing: 'the letter', place: 'the harbour' },
    titles: [
      'What {hero} Kept',
      'The Last Word of {place}',
      '{hero} and {thing}',
      'A Light for {place}',
      'Before {thing} Was Lost',
    ],
    openings: [
      'Nobody in {place} could say when {hero} had first come, only that the days had been quieter before.',
      'On the morning it began, {hero} woke to a silence that did not belong to {place}.',
      'There are two ways to tell what happened with {thing}; {hero} only ever told the second.',
    ],
    stirrings: [
      'It was {thing} that changed it. It lay where it had no business to lie, a little warm, *as if somebody had just let go of it*.',
      'Then there was {thing}. {Hero} looked at it for a long time, the way one looks at a door that has always been a wall.',
      'What could not be explained was {thing}: older than it should have been, and turned, very slightly, towards the light.',
    ],
    turns: [
      'To leave it would have been sensible. Instead {hero} went on, past the last houses, with the wind pushing from behind like an impatient friend.',
      'Somebody had to ask, and asking, in {place}, was the one thing nobody did. {Hero} asked.',
      'By evening the choice had made itself: {hero} would follow it, and be back before anyone noticed. *That was the plan.*',
    ],
    secondHeading: ['The long way round', 'What the night said', 'Low water'],
    trials: [
      'The way was not long, but it did not stay where it was. Twice {place} lay ahead again although it had been left behind; twice {thing} grew heavier, as things do that want to be put down.',
      'In the dark every sound had a shape. {Hero} learned them one by one: rope, rain, a gate, and under all of them a slow breath that might have been {place} itself.',
    ],
    climaxes: [
      'And there, where the story should have ended, stood the one who had lost it. Neither of them was surprised. “I thought it would be you,” they both said, and laughed, and were a little afraid.',
      'When it came to it, nothing had to be fought. {Hero} held out {thing} and said the only true sentence of the whole night: “I kept it because I wanted to be asked for it.”',
    ],
    endings: [
      'In the morning {place} looked as it always had. Only {hero} walked differently through it, like someone who has put down a weight and keeps checking that the hands are empty.',
      'They still tell it in {place}, and they tell it wrongly. {Hero} never corrects them. Some things stay whole only as long as nobody has all of them.',
    ],
    tone: 'It was, all of it, {tags}: that is how those who were there remember it.',
  },
  enhance: {
    details: [
      'every surface tells its age: worn edges, fine scratches, a trace of moisture',
      'small, telling details in the foreground lead the eye to the subject',
      'natural textures are rendered closely, from fabric and grain to the smallest reflections',
    ],
    composition: [
      'composed off-centre by the rule of thirds, with clear depth from foreground to distance',
      'seen from slightly below at medium distance, so that the subject stands out against open space',
      'framed calmly at eye level, with leading lines that end at the subject',
    ],
    light: [
      'warm low sunlight from the left, long soft shadows and a cooler fill from the sky',
      'soft diffused daylight with a gentle rim of light around the subject',
      'a single strong light source, deep but readable shadows, a faint haze that shows the beams',
    ],
    mood: [
      'the mood is quiet and expectant, as if something were about to happen',
      'the mood is warm and intimate, with a restrained palette of two main colours and one accent',
      'the mood is wide and dreamlike, with muted colours and a clear accent',
    ],
    quality: [
      'sharp focus on the subject, shallow depth of field, high detail',
      'finely graded tones, crisp detail, a natural photographic look',
    ],
    notes: 'throughout: {notes}',
  },
  free: {
    answer: [
      'At the heart of {topic} is a simple tension between {a} and {b}: more of one usually means less of the other.',
      'The useful way to look at {topic} is to begin with {a}, because everything else follows from it.',
      '{Topic} is easier to grasp once {a} and {b} are kept apart; most confusion comes from treating them as one.',
    ],
    more: [
      'In practice {a} decides how it feels from day to day, while {b} decides whether it lasts. Where the two meet, {c} becomes visible.',
      'Two things are worth watching: how {a} changes over time, and what happens to {b} when nobody attends to it. The part played by {c} is smaller than it looks.',
    ],
    close: [
      'If only one thing is to be done first, let it be a small, visible step with {a}; the rest can be judged from there.',
      'So the short answer is: begin with {a}, keep {b} in view, and leave {c} for later.',
    ],
    items: [
      'Start from {a} and show what it changes',
      'Put {b} next to {a} and let the contrast speak',
      'Look at {topic} through the eyes of a newcomer',
      'Leave {c} out for once and see what remains',
      'Tell the story of {b} backwards, from its end',
      'Give {a} a price, a place and a date',
      'Ask who gains from {topic} and who pays for it',
      'Make {c} small enough to hold in one hand',
      'Set {topic} a hundred years earlier or later',
      'Collect three true sentences about {b}',
    ],
    steps: [
      'Say in one sentence what {topic} is to achieve, and for whom.',
      'Gather what is known about {a}, and mark what is only assumed.',
      'Try the smallest version of {b} that can fail.',
      'Look at the result together with somebody who was not involved.',
      'Keep what worked, drop the rest, and write down why.',
      'Decide about {c} now that there is something to decide on.',
    ],
    titles: [
      'The Quiet Side of {topic}',
      '{Topic}, Seen from {a}',
      'Between {a} and {b}',
      'What {topic} Leaves Behind',
      'A Short History of {b}',
      'Notes on {topic}',
      'After {a}',
      '{Topic} in Plain Words',
    ],
    headings: {
      summary: 'Summary',
      strengths: 'What works',
      weaknesses: 'What is weak',
      next: 'What to do next',
    },
    strengths: ['{a} is clear from the first line on.', 'The part about {b} is concrete and can be checked.'],
    weaknesses: [
      'It takes {c} for granted; a reader who does not know it is lost there.',
      'The link between {a} and {b} is claimed rather than shown.',
    ],
    next: ['Give one example for {a}, with a number or a name.', 'Cut what repeats the point about {b}.'],
    poem: [
      '{Topic}, and the day leans in,',
      'a little {a} caught in the light;',
      'whatever {b} has always been',
      'is half of morning, half of night.',
    ],
    letter: { greeting: 'Hello,', close: 'Kind regards' },
    something: 'the matter at hand',
    generic: ['cost', 'habit', 'time'],
    questions: [
      'What is known about {a}?',
      'Who decides about {b}?',
      'What would change {c}?',
      'How could one tell whether {a} matters?',
      'What is still open about {b}?',
    ],
  },
};
