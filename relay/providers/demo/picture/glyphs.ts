/** Letters of five by seven dots: seven rows of two hex digits, the lowest five bits of each are the dots. */
const ROWS: { readonly [letter: string]: string } = {
  A: '0E11111F111111',
  B: '1E11111E11111E',
  C: '0E11101010110E',
  D: '1E11111111111E',
  E: '1F10101E10101F',
  F: '1F10101E101010',
  G: '0E11101711110F',
  H: '1111111F111111',
  I: '0E04040404040E',
  J: '0702020202120C',
  K: '11121418141211',
  L: '1010101010101F',
  M: '111B1515111111',
  N: '11111915131111',
  O: '0E11111111110E',
  P: '1E11111E101010',
  Q: '0E11111115120D',
  R: '1E11111E141211',
  S: '0F10100E01011E',
  T: '1F040404040404',
  U: '1111111111110E',
  V: '11111111110A04',
  W: '1111111515150A',
  X: '11110A040A1111',
  Y: '1111110A040404',
  Z: '1F01020408101F',
  0: '0E11131519110E',
  1: '040C040404040E',
  2: '0E11010204081F',
  3: '1F02040201110E',
  4: '02060A121F0202',
  5: '1F101E0101110E',
  6: '0608101E11110E',
  7: '1F010204080808',
  8: '0E11110E11110E',
  9: '0E11110F01020C',
  '-': '0000001F000000',
  '.': '00000000000C0C',
  ',': '000000000C0408',
  "'": '04040800000000',
  '!': '04040404040004',
  '?': '0E110102040004',
  ':': '000C0C000C0C00',
};

/** Dots of a letter as [column, row]; nothing for white space and for scripts that have no letters here. */
export function glyphDots(letter: string): readonly (readonly [number, number])[] {
  const rows = Object.hasOwn(ROWS, letter) ? (ROWS[letter] ?? '') : '';
  const dots: [number, number][] = [];
  for (let row = 0; row * 2 < rows.length; row += 1) {
    const bits = Number.parseInt(rows.slice(row * 2, row * 2 + 2), 16);
    for (let column = 0; column < 5; column += 1)
      if ((bits & (1 << (4 - column))) !== 0) dots.push([column, row]);
  }
  return dots;
}

/** A text as it can be drawn: capitals, accents taken off, runs of what has no letter as one space. */
export function drawable(text: string): string {
  const plain = text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toUpperCase()
    .replace(/ß/g, 'SS');
  return [...plain]
    .map((letter) => (Object.hasOwn(ROWS, letter) ? letter : ' '))
    .join('')
    .replace(/ +/g, ' ')
    .trim();
}
