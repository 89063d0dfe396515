import type { NodeOutput } from '#shared/run/output.ts';
import type { Persona } from './types.ts';

/** A character that was given no name. */
export const PERSONA_FALLBACK_NAME = 'Character';

/** The characters among outputs, in the order given. An output without a description is none. */
export function personasOf(outputs: readonly NodeOutput[]): Persona[] {
  return outputs.flatMap((output) => {
    const description: unknown = output.personaDescription;
    if (typeof description !== 'string' || description.trim() === '') return [];
    const name: unknown = output.personaName;
    return [
      {
        name: typeof name === 'string' && name.trim() !== '' ? name.trim() : PERSONA_FALLBACK_NAME,
        description: description.trim(),
      },
    ];
  });
}
