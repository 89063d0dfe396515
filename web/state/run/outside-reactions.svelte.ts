/**
 * Svelte does not track a signal in the derived in which it was made; views are made when a component first asks for
 * them, which is in a derived. A root of its own, ended at once, makes them as if from outside.
 */
export function outsideReactions<T>(make: () => T): T {
  let made: { readonly value: T } | null = null;
  $effect.root(() => {
    made = { value: make() };
  })();
  return (made as unknown as { readonly value: T }).value;
}
