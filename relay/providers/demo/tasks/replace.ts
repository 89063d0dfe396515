import type { TaskInput } from '../task-input.ts';
import { injectPersona } from './inject-persona.ts';

/** Puts the characters into the text that came in, else into what the picture shows. */
export function replace(input: TaskInput): string {
  const scene = input.pictures[0];
  return injectPersona(scene === undefined ? input : { ...input, subject: scene });
}
