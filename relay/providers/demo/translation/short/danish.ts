import type { ShortParts } from '../rendering.ts';

/** What the demo says in Danish of its English stories, and the templates' own sentences. */
export const danishFrames: ShortParts = {
  and: 'og',
  standIns: { hero: 'en fra egnen', thing: 'et sært fund', place: 'byen' },
  about: 'Det handler om følgende: {list}.',
  plain: 'Dette er en kort tekst med enkle ord.',
  story: {
    titles: '{Hero}: historien om en nat',
    openings:
      'Ingen huskede længere, hvornår {hero} først var kommet dertil, kun at dagene havde været stillere før.',
    stirrings: '{Thing}: sådan begyndte det hele, endnu lidt lunt, *som om nogen lige havde sluppet taget*.',
    turns:
      'Det klogeste havde været at lade alt være. Men {hero} gik videre, forbi de sidste huse, med vinden i ryggen som en utålmodig ven.',
    secondHeading: 'Den lange omvej',
    trials:
      'Vejen var ikke lang, men den blev ikke, hvor den var. I mørket havde hver lyd en skikkelse: reb, regn, en låge og under det hele et langsomt åndedrag.',
    climaxes:
      'Og der, hvor historien skulle have sluttet, stod den, der havde mistet alt. „Jeg tænkte nok, at det ville blive dig,“ sagde de begge, og lo, og blev lidt bange.',
    endings:
      'Om morgenen så alt ud, som det plejede. Kun {hero} gik anderledes, som en, der har sat en byrde fra sig og endnu ser på de tomme hænder.',
    tone: 'Sådan husker de, der var der, den nat.',
  },
  nouns: {
    lantern: 'Lygten',
    letter: 'Brevet',
    map: 'Kortet',
    lamp: 'Lampen',
    key: 'Nøglen',
    book: 'Bogen',
    coat: 'Frakken',
    ship: 'Skibet',
  },
  texts: [
    'Godmorgen.',
    'Det gamle fyrtårn er åbent i dag.',
    'Der er kaffe og brød i det lille værelse, og et kort på væggen.',
    'Hvert barn stiller fyrpasseren et spørgsmål, og han kender altid svaret.',
    'Om aftenen er havnen stille.',
    'Firmaet skal meddele alle familier i denne gade, at der på grund af arbejdet under den gamle bro ikke er vand i husene mellem klokken otte om morgenen og to om eftermiddagen.',
    'Hver familie skal gemme vand til dagen.',
    'Det er også godt at hjælpe de gamle i huset.',
    'Firmaet ved, at det ikke er let, og takker alle.',
    'Wren bærer en lygte, der ikke vil lyse, gennem et natmarked og spørger hver sælger hvorfor.',
    'Ingen er enige.',
    'otte år og lille af sin alder, med mørkt hår og lige pandehår, grå øjne, et mellemrum mellem fortænderne og en fregne under venstre øje',
  ],
};
