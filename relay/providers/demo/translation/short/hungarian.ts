import type { ShortParts } from '../rendering.ts';

/** What the demo says in Hungarian of its English stories, and the templates' own sentences. */
export const hungarianFrames: ShortParts = {
  and: 'és',
  standIns: { hero: 'valaki onnan', thing: 'egy különös lelet', place: 'a város' },
  about: 'Erről van szó: {list}.',
  plain: 'Ez egy rövid szöveg, egyszerű szavakkal.',
  story: {
    titles: '{Hero}: egy éjszaka története',
    openings: 'Senki sem tudta már, mióta él ott {hero}; csak azt, hogy azelőtt csendesebbek voltak a napok.',
    stirrings:
      '{Thing}: ezzel kezdődött minden, még kicsit melegen, *mintha valaki épp most engedte volna el*.',
    turns:
      'Okosabb lett volna mindent úgy hagyni, ahogy volt. De {hero} továbbment, túl az utolsó házakon, és a szél úgy tolta hátulról, mint egy türelmetlen barát.',
    secondHeading: 'A hosszú kerülő',
    trials:
      'Az út nem volt hosszú, de nem maradt a helyén. A sötétben minden hangnak alakja volt: kötél, eső, egy kapu, és mindezek alatt egy lassú lélegzet.',
    climaxes:
      'És ott, ahol a történetnek véget kellett volna érnie, az állt, aki mindent elveszített. „Gondoltam, hogy te leszel az” – mondták egyszerre, nevettek, és egy kicsit féltek.',
    endings:
      'Reggel minden olyan volt, mint mindig. Csak {hero} járt másképp, mint aki letett egy terhet, és még nézi az üres kezét.',
    tone: 'Így emlékeznek arra az éjszakára, akik ott voltak.',
  },
  nouns: {
    lantern: 'A lámpás',
    letter: 'A levél',
    map: 'A térkép',
    lamp: 'A lámpa',
    key: 'A kulcs',
    book: 'A könyv',
    coat: 'A kabát',
    ship: 'A hajó',
  },
  texts: [
    'Jó reggelt.',
    'A régi világítótorony ma nyitva van.',
    'A kis szobában kávé és kenyér van, a falon pedig egy térkép.',
    'Minden gyerek kérdez valamit az őrtől, és ő mindig tudja a választ.',
    'Este csendes a kikötő.',
    'A cégnek értesítenie kell az utca minden családját, hogy a régi híd alatti munka miatt reggel nyolc és délután kettő között nincs víz a házakban.',
    'Minden családnak vizet kell félretennie a napra.',
    'Jó az is, ha segítünk a ház idős lakóinak.',
    'A cég tudja, hogy ez nem könnyű, és mindenkinek köszönetet mond.',
    'Wren egy lámpást visz át az éjszakai piacon, amely nem akar világítani, és minden árustól megkérdezi, miért.',
    'Senki sem ért egyet.',
    'nyolcéves és kicsi a korához képest, sötét haj egyenes frufruval, szürke szem, rés az elülső fogak között és egy szeplő a bal szem alatt',
  ],
};
