import type { ShortParts } from '../rendering.ts';

/** What the demo says in Finnish of its English stories, and the templates' own sentences. */
export const finnishFrames: ShortParts = {
  and: 'ja',
  standIns: { hero: 'eräs paikkakuntalainen', thing: 'outo löytö', place: 'kaupunki' },
  about: 'Tässä on puhe seuraavasta: {list}.',
  plain: 'Tämä on lyhyt teksti yksinkertaisin sanoin.',
  story: {
    titles: '{Hero}: yhden yön tarina',
    openings:
      'Kukaan ei enää muistanut, milloin {hero} oli tullut sinne; muistettiin vain, että päivät olivat ennen hiljaisempia.',
    stirrings: '{Thing}: siitä kaikki alkoi, vielä hieman lämpimänä, *kuin joku olisi juuri päästänyt irti*.',
    turns:
      'Viisainta olisi ollut jättää kaikki ennalleen. Mutta {hero} jatkoi matkaa viimeisten talojen ohi, ja tuuli työnsi selästä kuin kärsimätön ystävä.',
    secondHeading: 'Pitkä kiertotie',
    trials:
      'Matka ei ollut pitkä, mutta se ei pysynyt paikallaan. Pimeässä jokaisella äänellä oli muoto: köysi, sade, portti ja kaiken alla hidas hengitys.',
    climaxes:
      'Ja siellä, missä tarinan olisi pitänyt päättyä, seisoi se, joka oli menettänyt kaiken. ”Arvelin, että se olisit sinä”, he sanoivat yhtä aikaa, nauroivat ja pelkäsivät hiukan.',
    endings:
      'Aamulla kaikki näytti samalta kuin aina. Vain {hero} kulki toisin, kuin joku, joka on laskenut taakan ja katsoo yhä tyhjiä käsiään.',
    tone: 'Sellaisena sen yön muistavat ne, jotka olivat siellä.',
  },
  nouns: {
    lantern: 'Lyhty',
    letter: 'Kirje',
    map: 'Kartta',
    lamp: 'Lamppu',
    key: 'Avain',
    book: 'Kirja',
    coat: 'Takki',
    ship: 'Laiva',
  },
  texts: [
    'Hyvää huomenta.',
    'Vanha majakka on tänään auki.',
    'Pienessä huoneessa on kahvia ja leipää, ja seinällä on kartta.',
    'Jokainen lapsi kysyy majakanvartijalta jotakin, ja hän tietää aina vastauksen.',
    'Illalla satama on hiljainen.',
    'Yhtiön täytyy ilmoittaa kaikille tämän kadun perheille, että vanhan sillan alla tehtävien töiden vuoksi taloihin ei tule vettä kello kahdeksan aamulla ja kahden iltapäivällä välillä.',
    'Jokaisen perheen täytyy varata vettä päivää varten.',
    'On myös hyvä auttaa talon vanhoja ihmisiä.',
    'Yhtiö tietää, ettei tämä ole helppoa, ja kiittää kaikkia.',
    'Wren kantaa yötorin läpi lyhtyä, joka ei suostu syttymään, ja kysyy jokaiselta kauppiaalta miksi.',
    'Kukaan ei ole samaa mieltä.',
    'kahdeksan vuotta ja pieni ikäisekseen, tumma tukka ja suora otsatukka, harmaat silmät, rako etuhampaiden välissä ja pisama vasemman silmän alla',
  ],
};
