/** What a form may ask for. A schema beyond any of these is refused before the run, with the place. */
export const FORM_LIMITS = {
  /** UTF-16 units of the schema as JSON. */
  schemaCharacters: 16_000,
  /** Objects and lists inside one another; the form itself is depth 1. */
  depth: 5,
  /** Fields in all, nested ones counted. */
  fields: 100,
  choices: 500,
  /** Units of a label, help or choice. */
  labelCharacters: 500,
  /** Most units that any text field takes, also where the schema says more. */
  textCharacters: 20_000,
  /** Most items of a list, also where the schema says more. */
  items: 200,
  patternCharacters: 200,
  /** Units of a text that is matched with a pattern. */
  patternTextCharacters: 2_000,
  /** Steps that a pattern may unfold to. */
  patternSteps: 1_000,
  /** UTF-16 units of all values of an answer as JSON. */
  valuesCharacters: 40_000,
} as const;
