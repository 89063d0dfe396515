import { hashText } from '#shared/hash.ts';

const FITTING = /^[a-zA-Z0-9]{9}$/;

/** Mistral takes ids of nine letters and digits (mistral-common, validator). Another's id always becomes the same one. */
export function mistralToolCallId(id: string): string {
  return FITTING.test(id) ? id : hashText(id).slice(0, 9);
}
