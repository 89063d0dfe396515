const MONTHS = 'january february march april may june july august september october november december'.split(
  ' ',
);

/** Dates that a text names, as ISO dates: "2026-09-04", "4 September 2026", "September 4, 2026". */
export function datesIn(text: string): readonly string[] {
  const found: string[] = [...(text.match(/\b\d{4}-(?:0\d|1[0-2])-(?:[0-2]\d|3[01])\b/g) ?? [])];
  const month = MONTHS.join('|');
  const pattern = new RegExp(
    `\\b(?:(\\d{1,2})(?:st|nd|rd|th)? (${month})|(${month}) (\\d{1,2})(?:st|nd|rd|th)?),? (\\d{4})\\b`,
    'gi',
  );
  for (const [, before, first = '', second = '', after, year = ''] of text.matchAll(pattern)) {
    const index = MONTHS.indexOf((first || second).toLowerCase()) + 1;
    const day = Number(before ?? after);
    if (day >= 1 && day <= 28 + 3)
      found.push(`${year}-${String(index).padStart(2, '0')}-${String(day).padStart(2, '0')}`);
  }
  return [...new Set(found)];
}
