/**
 * Weft cannot start, for a reason a person can mend. The message says what is wrong and what to do;
 * it is shown as it is, without a stack.
 */
export class StartRefusal extends Error {
  override readonly name = 'StartRefusal';
}
