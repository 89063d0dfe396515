import { buildTemplate } from './build-template.ts';

const PARTS = {
  type: 'object',
  properties: {
    terms: {
      type: 'array',
      items: { type: 'string' },
      description: 'Words of the question that need a definition',
    },
    questions: {
      type: 'array',
      minItems: 3,
      maxItems: 5,
      items: { type: 'string' },
      description: 'Smaller questions that together answer it',
    },
    evidence: { type: 'array', items: { type: 'string' }, description: 'What one would have to look at' },
  },
  required: ['terms', 'questions', 'evidence'],
  additionalProperties: false,
};

export const questionToOutline = buildTemplate({
  slug: 'question-to-outline',
  title: 'Research question to outline',
  about: 'A big question is taken apart, outlined, doubted by a critic, and outlined again.',
  group: 'Research',
  nodes: [
    {
      id: 'question',
      type: 'initialPrompt',
      label: 'Question',
      column: 0,
      row: 1,
      config: {
        text: 'Do the trees along a street cool a small town in summer, or does a cooler street have another cause?',
      },
    },
    {
      id: 'parts',
      type: 'llm',
      label: 'Take it apart',
      column: 1,
      row: 0,
      config: {
        system:
          'You help researchers to start. You name what would count as evidence, never what the answer is.',
        prompt: 'Take it apart.\n\n<text>{{question}}</text>',
        temperature: 0.3,
        jsonSchema: JSON.stringify(PARTS, null, 2),
      },
    },
    {
      id: 'outline',
      type: 'llm',
      label: 'First outline',
      column: 2,
      row: 1,
      config: {
        prompt: 'Outline in numbered steps how to answer it.\n\n<text>\n{{question}}\n\n{{parts}}\n</text>',
        temperature: 0.4,
      },
    },
    {
      id: 'critic',
      type: 'llm',
      label: 'Critic',
      column: 3,
      row: 0,
      config: {
        system: 'You are a reviewer: fair, exact, hard to please. You name the step you mean.',
        prompt: 'Review it: what works, what is weak, what to do next.\n\n<text>\n{{outline}}\n</text>',
        temperature: 0.3,
      },
    },
    {
      id: 'second',
      type: 'llm',
      label: 'Second outline',
      column: 4,
      row: 1,
      config: {
        prompt:
          'Outline it again in numbered steps so that every objection is met.\n\n<text>\n{{outline}}\n\n{{objections}}\n</text>',
        temperature: 0.4,
      },
    },
    { id: 'result', type: 'textOutput', label: 'Outline', column: 5, row: 1 },
  ],
  threads: [
    'question > parts.var-question',
    'question > outline.var-question',
    'parts > outline.var-parts',
    'outline > critic.var-outline',
    'outline > second.var-outline',
    'critic > second.var-objections',
    'second > result',
  ],
});
