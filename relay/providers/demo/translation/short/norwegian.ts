import type { ShortParts } from '../rendering.ts';

/** What the demo says in Norwegian of its English stories, and the templates' own sentences. */
export const norwegianFrames: ShortParts = {
  and: 'og',
  standIns: { hero: 'en fra bygda', thing: 'et merkelig funn', place: 'byen' },
  about: 'Det handler om følgende: {list}.',
  plain: 'Dette er en kort tekst med enkle ord.',
  story: {
    titles: '{Hero}: historien om en natt',
    openings: 'Ingen husket lenger når {hero} først var kommet dit, bare at dagene hadde vært stillere før.',
    stirrings: '{Thing}: slik begynte det hele, ennå litt lunt, *som om noen nettopp hadde sluppet taket*.',
    turns:
      'Det klokeste hadde vært å la alt være. Men {hero} gikk videre, forbi de siste husene, med vinden i ryggen som en utålmodig venn.',
    secondHeading: 'Den lange omveien',
    trials:
      'Veien var ikke lang, men den ble ikke der den var. I mørket hadde hver lyd en form: tau, regn, en grind og under det hele et langsomt åndedrag.',
    climaxes:
      'Og der historien skulle ha sluttet, stod den som hadde mistet alt. «Jeg tenkte nok det ville bli deg,» sa de begge, og lo, og ble litt redde.',
    endings:
      'Om morgenen så alt ut som det pleide. Bare {hero} gikk annerledes, som en som har satt fra seg en bør og ennå ser på de tomme hendene.',
    tone: 'Slik husker de som var der, den natten.',
  },
  nouns: {
    lantern: 'Lykten',
    letter: 'Brevet',
    map: 'Kartet',
    lamp: 'Lampen',
    key: 'Nøkkelen',
    book: 'Boken',
    coat: 'Frakken',
    ship: 'Skipet',
  },
  texts: [
    'God morgen.',
    'Det gamle fyret er åpent i dag.',
    'Det er kaffe og brød i det lille rommet, og et kart på veggen.',
    'Hvert barn stiller fyrvokteren et spørsmål, og han vet alltid svaret.',
    'Om kvelden er havnen stille.',
    'Selskapet må gi alle familier i denne gata beskjed om at det på grunn av arbeidet under den gamle brua ikke er vann i husene mellom klokka åtte om morgenen og to om ettermiddagen.',
    'Hver familie må spare vann til dagen.',
    'Det er også bra å hjelpe de gamle i huset.',
    'Selskapet vet at dette ikke er lett, og takker alle.',
    'Wren bærer en lykt som ikke vil lyse, gjennom et nattmarked og spør hver selger hvorfor.',
    'Ingen er enige.',
    'åtte år og liten for alderen, med mørkt hår og rett lugg, grå øyne, et mellomrom mellom fortennene og en fregne under venstre øye',
  ],
};
