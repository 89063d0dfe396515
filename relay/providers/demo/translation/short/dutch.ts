import type { ShortParts } from '../rendering.ts';

/** What the demo says in Dutch of its English stories, and the templates' own sentences. */
export const dutchFrames: ShortParts = {
  and: 'en',
  standIns: { hero: 'iemand uit de buurt', thing: 'een vreemde vondst', place: 'de stad' },
  about: 'Het gaat hier over het volgende: {list}.',
  plain: 'Dit is een korte tekst in eenvoudige woorden.',
  story: {
    titles: '{Hero}: het verhaal van één nacht',
    openings: 'Niemand wist nog sinds wanneer {hero} daar woonde; alleen dat de dagen vroeger stiller waren.',
    stirrings: '{Thing}: daarmee begon alles, nog een beetje warm, *alsof iemand net had losgelaten*.',
    turns:
      'Het was verstandiger geweest alles te laten zoals het was. Maar {hero} liep verder, voorbij de laatste huizen, met de wind in de rug als een ongeduldige vriend.',
    secondHeading: 'De lange omweg',
    trials:
      'De weg was niet lang, maar bleef niet waar hij was. In het donker had elk geluid een gedaante: touw, regen, een hek en daaronder een trage adem.',
    climaxes:
      'En daar, waar het verhaal had moeten eindigen, stond wie alles verloren had. ‘Ik dacht al dat jij het zou zijn,’ zeiden ze allebei, en ze lachten, en waren een beetje bang.',
    endings:
      'In de ochtend zag alles eruit als altijd. Alleen liep {hero} er anders doorheen, als iemand die een last heeft neergezet en nog naar de lege handen kijkt.',
    tone: 'Zo herinneren zij die erbij waren zich die nacht.',
  },
  nouns: {
    lantern: 'De lantaarn',
    letter: 'De brief',
    map: 'De kaart',
    lamp: 'De lamp',
    key: 'De sleutel',
    book: 'Het boek',
    coat: 'De jas',
    ship: 'Het schip',
  },
  texts: [
    'Goedemorgen.',
    'De oude vuurtoren is vandaag open.',
    'In de kleine kamer staan koffie en brood, en aan de muur hangt een kaart.',
    'Elk kind stelt de vuurtorenwachter een vraag, en hij weet altijd het antwoord.',
    'In de avond is de haven rustig.',
    'Het bedrijf moet elk gezin in deze straat laten weten dat er door het werk onder de oude brug geen water in de huizen is tussen acht uur ’s ochtends en twee uur ’s middags.',
    'Elk gezin moet water voor de dag bewaren.',
    'Het is ook goed om de oude mensen in huis te helpen.',
    'Het bedrijf weet dat dit niet makkelijk is en dankt iedereen.',
    'Wren draagt een lantaarn die niet wil branden over een nachtmarkt en vraagt bij elke kraam waarom.',
    'Niemand is het met elkaar eens.',
    'acht jaar en klein voor haar leeftijd, met donker haar en een rechte pony, grijze ogen, een spleetje tussen de voortanden en een sproet onder het linkeroog',
  ],
};
