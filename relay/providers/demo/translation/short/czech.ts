import type { ShortParts } from '../rendering.ts';

/** What the demo says in Czech of its English stories, and the templates' own sentences. */
export const czechFrames: ShortParts = {
  and: 'a',
  standIns: { hero: 'někdo odtamtud', thing: 'jeden nález', place: 'město' },
  about: 'Řeč je tu o tomto: {list}.',
  plain: 'Je to krátký text, psaný prostými slovy.',
  story: {
    titles: '{Hero}: příběh jedné noci',
    openings: 'Nikdo už neví, odkdy {hero} žije v těchto místech; ví se jen, že dřív byly dny tišší.',
    stirrings: '{Thing} — tím všechno začalo, *jako by to někdo právě pustil z ruky*.',
    turns:
      'Rozumnější by bylo nechat všechno tak, jak je. Ale {hero} jde dál, za poslední domy, a vítr strká do zad jako netrpělivý přítel.',
    secondHeading: 'Dlouhá cesta kolem',
    trials:
      'Cesta není dlouhá, ale nestojí na místě. Ve tmě má každý zvuk svou podobu: provaz, déšť, branka a čísi pomalý dech.',
    climaxes:
      'A tam, kde měl příběh skončit, čeká ten, kdo všechno ztratil. „Tušil jsem, že to budeš ty,“ řeknou oba najednou, smějí se a trochu se bojí.',
    endings:
      'Ráno vypadá všechno jako vždy. Jen {hero} teď chodí jinak, jako někdo, kdo odložil tíhu a ještě se dívá na prázdné ruce.',
    tone: 'Tak si tu noc pamatují všichni, kdo tam byli.',
  },
  nouns: {
    lantern: 'Lucerna',
    letter: 'Dopis',
    map: 'Mapa',
    lamp: 'Lampa',
    key: 'Klíč',
    book: 'Kniha',
    coat: 'Kabát',
    ship: 'Loď',
  },
  texts: [
    'Dobré ráno.',
    'Starý maják je dnes otevřený.',
    'V malém pokoji je káva a chléb a na zdi visí mapa.',
    'Každé dítě položí strážci otázku a on vždycky zná odpověď.',
    'Večer je v přístavu ticho.',
    'Firma musí oznámit všem rodinám v této ulici, že kvůli pracím pod starým mostem neteče v domech voda od osmi ráno do dvou odpoledne.',
    'Každá rodina si musí nechat vodu na celý den.',
    'Je také dobré pomoci starým lidem v domě.',
    'Firma ví, že to není snadné, a děkuje každému.',
    'Wren nese nočním trhem lucernu, která se nechce rozsvítit, a každého prodavače se ptá proč.',
    'Nikdo se neshodne.',
    'osm let, na svůj věk drobná, tmavé vlasy s rovnou ofinou, šedé oči, mezera mezi předními zuby a piha pod levým okem',
  ],
};
