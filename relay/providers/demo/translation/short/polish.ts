import type { ShortParts } from '../rendering.ts';

/** What the demo says in Polish of its English stories, and the templates' own sentences. */
export const polishFrames: ShortParts = {
  and: 'i',
  standIns: { hero: 'ktoś stamtąd', thing: 'pewne znalezisko', place: 'miasto' },
  about: 'Mowa tu o tym: {list}.',
  plain: 'To krótki tekst, napisany prostymi słowami.',
  story: {
    titles: '{Hero}: opowieść jednej nocy',
    openings:
      'Nikt już nie pamięta, od kiedy {hero} mieszka w tych stronach; pamięta się tylko, że dawniej dni były cichsze.',
    stirrings: '{Thing} — od tego wszystko się zaczęło, *jakby ktoś dopiero co wypuścił to z rąk*.',
    turns:
      'Rozsądniej byłoby zostawić wszystko, jak jest. Ale {hero} idzie dalej, za ostatnie domy, a wiatr popycha w plecy jak niecierpliwy przyjaciel.',
    secondHeading: 'Długa droga naokoło',
    trials:
      'Droga nie jest długa, ale nie stoi w miejscu. W ciemności każdy dźwięk ma swój kształt: lina, deszcz, furtka i czyjś powolny oddech.',
    climaxes:
      'A tam, gdzie opowieść powinna się skończyć, czeka ktoś, kto wszystko stracił. „Tak myślałem, że to będziesz ty”, mówią oboje naraz, śmieją się i trochę się boją.',
    endings:
      'Rano wszystko wygląda jak zawsze. Tylko {hero} chodzi teraz inaczej, jak ktoś, kto odłożył ciężar i wciąż patrzy na puste dłonie.',
    tone: 'Taką tę noc pamiętają wszyscy, którzy tam byli.',
  },
  nouns: {
    lantern: 'Latarnia',
    letter: 'List',
    map: 'Mapa',
    lamp: 'Lampa',
    key: 'Klucz',
    book: 'Książka',
    coat: 'Płaszcz',
    ship: 'Statek',
  },
  texts: [
    'Dzień dobry.',
    'Stara latarnia morska jest dziś otwarta.',
    'W małym pokoju jest kawa i chleb, a na ścianie wisi mapa.',
    'Każde dziecko zadaje latarnikowi pytanie, a on zawsze zna odpowiedź.',
    'Wieczorem w porcie jest cicho.',
    'Firma musi zawiadomić wszystkie rodziny przy tej ulicy, że z powodu prac pod starym mostem w domach nie ma wody między ósmą rano a drugą po południu.',
    'Każda rodzina musi odłożyć wodę na cały dzień.',
    'Dobrze jest też pomóc starszym osobom w domu.',
    'Firma wie, że nie jest to łatwe, i dziękuje każdemu.',
    'Wren niesie przez nocny targ latarnię, która nie chce się zapalić, i pyta każdego sprzedawcę, dlaczego.',
    'Nikt się z nikim nie zgadza.',
    'osiem lat, drobna jak na swój wiek, ciemne włosy z prostą grzywką, szare oczy, szpara między przednimi zębami i pieg pod lewym okiem',
  ],
};
