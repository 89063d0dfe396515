/** A subflow of one's own, kept in this browser and used in any flow. */
export interface SavedSubflow {
  /** Goes along with the file and with every copy in a flow. */
  readonly id: string;
  readonly name: string;
  /** What it holds, as in a step's config (`web/node-kit/held-flow.ts`). */
  readonly flow: string;
  /** Wall time in ms. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What is kept of a step. */
export interface SubflowDraft {
  readonly name: string;
  readonly flow: string;
}

/** As a step's own name. */
export const MAX_NAME_LENGTH = 200;

/** A stored value that this Weft reads. By hand: only Weft writes them. */
export function isSavedSubflow(value: unknown): value is SavedSubflow {
  if (typeof value !== 'object' || value === null) return false;
  const record = value as { readonly [key: string]: unknown };
  const texts = ['id', 'name', 'flow'].every((key) => typeof record[key] === 'string');
  return texts && ['createdAt', 'updatedAt'].every((key) => typeof record[key] === 'number');
}
