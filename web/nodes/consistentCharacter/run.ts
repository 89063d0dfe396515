import { missingInput } from '../../node-kit/missing-input.ts';
import { PERSONA_FALLBACK_NAME } from '../../node-kit/personas.ts';
import { configText, type NodeRunner } from '../../node-kit/types.ts';

/** No call: the character as it was written down. */
export const run: NodeRunner = async (context) => {
  const name = configText(context.config, 'characterName').trim();
  const description = configText(context.config, 'characterDescription').trim();
  if (description === '')
    throw missingInput('characterDescription', '“Description” is empty. Say what the character looks like.');
  return {
    text: description,
    personaName: name === '' ? PERSONA_FALLBACK_NAME : name,
    personaDescription: description,
  };
};
