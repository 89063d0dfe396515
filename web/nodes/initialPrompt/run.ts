import { injectPersonas } from '../../node-kit/inject-personas.ts';
import { missingInput } from '../../node-kit/missing-input.ts';
import { configText, type NodeRunner } from '../../node-kit/types.ts';

/** Its own text; no call unless characters are wired in. */
export const run: NodeRunner = async (context) => {
  const text = configText(context.config, 'text');
  if (text.trim() === '') throw missingInput('text', '“Text” is empty. Write what the flow begins with.');
  const { personas } = context.inputs;
  if (personas.length === 0) return { text };
  const injected = await injectPersonas(context, text, context.guidance);
  return {
    text: injected,
    injectedPrompt: injected,
    personaName: personas.map((persona) => persona.name).join(', '),
    personaDescription: personas.map((persona) => persona.description).join('\n\n'),
  };
};
