/** One choice of a SelectField. Options of the same group stand together under its name. */
export type SelectOption = {
  readonly value: string;
  readonly label: string;
  readonly group?: string | undefined;
  readonly disabled?: boolean | undefined;
};

export type SelectGroup = { readonly label: string; readonly options: readonly SelectOption[] };

/** Groups in order of first appearance; options without a group come first, under an empty label. */
export function groupOptions(options: readonly SelectOption[]): readonly SelectGroup[] {
  const groups = new Map<string, SelectOption[]>([['', []]]);
  for (const option of options) {
    const label = option.group ?? '';
    const group = groups.get(label);
    if (group === undefined) groups.set(label, [option]);
    else group.push(option);
  }
  return [...groups]
    .filter(([, members]) => members.length > 0)
    .map(([label, members]) => ({ label, options: members }));
}
