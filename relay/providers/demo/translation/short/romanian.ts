import type { ShortParts } from '../rendering.ts';

/** What the demo says in Romanian of its English stories, and the templates' own sentences. */
export const romanianFrames: ShortParts = {
  and: 'și',
  standIns: { hero: 'cineva de acolo', thing: 'o găselniță ciudată', place: 'orașul' },
  about: 'Aici este vorba despre: {list}.',
  plain: 'Este un text scurt, scris cu cuvinte simple.',
  story: {
    titles: '{Hero}: povestea unei nopți',
    openings:
      'Nimeni nu mai știa de când trăia {hero} prin acele locuri; doar că, înainte, zilele erau mai liniștite.',
    stirrings:
      '{Thing}: de aici a început totul, încă puțin cald, *ca și cum cineva tocmai ar fi dat drumul din mână*.',
    turns:
      'Ar fi fost mai cuminte ca totul să rămână cum era. Dar {hero} a mers mai departe, dincolo de ultimele case, cu vântul împingând din spate ca un prieten nerăbdător.',
    secondHeading: 'Drumul cel lung',
    trials:
      'Drumul nu era lung, dar nu stătea pe loc. Pe întuneric fiecare sunet avea o formă: funia, ploaia, o poartă și, dedesubt, o respirație lentă.',
    climaxes:
      'Iar acolo unde povestea ar fi trebuit să se termine aștepta cineva care pierduse totul. „Știam eu că vei fi tu”, au spus amândoi deodată, au râs și le-a fost puțin teamă.',
    endings:
      'Dimineața totul arăta ca întotdeauna. Doar {hero} mergea altfel, ca un om care a lăsat jos o povară și încă își privește mâinile goale.',
    tone: 'Așa își amintesc noaptea aceea cei care au fost acolo.',
  },
  headings: {
    summary: 'Rezumat',
    strengths: 'Ce funcționează',
    weaknesses: 'Ce este slab',
    next: 'Ce urmează',
  },
  picture: {
    details: 'mici detalii din prim-plan duc privirea spre subiect',
    light: 'lumină caldă și blândă, umbre lungi',
    mood: 'atmosfera este liniștită și plină de așteptare',
  },
  nouns: {
    keeper: 'paznicul',
    fox: 'vulpea',
    house: 'casa',
    sea: 'marea',
    harbour: 'portul',
    lighthouse: 'farul',
    market: 'piața',
    night: 'noaptea',
    garden: 'grădina',
    child: 'copilul',
    dog: 'câinele',
    cat: 'pisica',
    bird: 'pasărea',
    tree: 'copacul',
    forest: 'pădurea',
    rain: 'ploaia',
    snow: 'zăpada',
    friend: 'prietenul',
    street: 'strada',
    bridge: 'podul',
    library: 'biblioteca',
    'lighthouse keeper': 'paznicul',
    lantern: 'Felinarul',
    letter: 'Scrisoarea',
    map: 'Harta',
    lamp: 'Lampa',
    key: 'Cheia',
    book: 'Cartea',
    coat: 'Haina',
    ship: 'Corabia',
  },
  texts: [
    'Bună dimineața.',
    'Vechiul far este deschis astăzi.',
    'În camera mică sunt cafea și pâine, iar pe perete este o hartă.',
    'Fiecare copil îi pune paznicului o întrebare, iar el știe întotdeauna răspunsul.',
    'Seara portul este liniștit.',
    'Compania trebuie să anunțe toate familiile de pe această stradă că, din cauza lucrărilor de sub podul vechi, nu este apă în case între ora opt dimineața și ora două după-amiaza.',
    'Fiecare familie trebuie să păstreze apă pentru toată ziua.',
    'Este bine și să fie ajutați bătrânii din casă.',
    'Compania știe că nu este ușor și le mulțumește tuturor.',
    'Wren duce printr-o piață de noapte un felinar care nu vrea să se aprindă și îl întreabă pe fiecare vânzător de ce.',
    'Nimeni nu cade de acord.',
    'opt ani și mică pentru vârsta ei, păr închis la culoare cu breton drept, ochi cenușii, un spațiu între dinții din față și un pistrui sub ochiul stâng',
  ],
};
