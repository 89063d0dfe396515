/** Media type of a character dragged out of the library; its value is the character's id. */
export const DRAGGED_CHARACTER = 'application/x-weft-character';
