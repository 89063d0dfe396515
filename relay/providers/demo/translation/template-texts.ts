/** Sentences of the templates that come to a translator, known by their words; each rendering has them in this order. */
export const TEMPLATE_TEXTS: readonly string[] = [
  'Good morning.',
  'The old lighthouse is open today.',
  'There is coffee and bread in the small room, and a map on the wall.',
  'Every child asks the keeper a question, and he always knows the answer.',
  'In the evening the harbour is quiet.',
  'The company must inform every family in this street that, because of the work under the old bridge, there is no water in the houses between eight in the morning and two in the afternoon.',
  'Every family needs to keep water for the day.',
  'It is also good to help the old people in the house.',
  'The company knows that this is not easy and thanks every person.',
  'Wren carries a lantern that will not light through a night market and asks every stall keeper why.',
  'Nobody agrees.',
  'eight years old and small for her age, with a dark bob cut straight across the brow, grey eyes, a gap between her front teeth and a freckle under the left eye',
  'gouache for a book cover, deep blues, one warm light, room for a title at the top',
];
