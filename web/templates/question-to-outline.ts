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
      row: 0.5,
      config: {
        text: 'Do street trees make small towns cooler in summer, or do they only make them pleasanter to walk in?',
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
        prompt: 'Take this research question apart.\n\n{{question}}',
        temperature: 0.3,
        jsonSchema: JSON.stringify(PARTS, null, 2),
      },
    },
    {
      id: 'outline',
      type: 'llm',
      label: 'First outline',
      column: 2,
      row: 0.5,
      config: {
        prompt:
          'Write an outline in numbered steps for a paper on this question: {{question}}\n\nIt has to cover these parts:\n\n{{parts}}',
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
        prompt: 'Review this outline. Name its strengths, its weaknesses and what to do next.\n\n{{outline}}',
        temperature: 0.3,
      },
    },
    {
      id: 'second',
      type: 'llm',
      label: 'Second outline',
      column: 4,
      row: 0.5,
      config: {
        prompt:
          'Rewrite the outline in numbered steps so that every point of the review is met. Keep what the review praises.\n\nOutline:\n{{outline}}\n\nReview:\n{{review}}',
        temperature: 0.4,
      },
    },
    { id: 'result', type: 'textOutput', label: 'Outline', column: 5, row: 0.5 },
  ],
  threads: [
    'question > parts.var-question',
    'question > outline.var-question',
    'parts > outline.var-parts',
    'outline > critic.var-outline',
    'outline > second.var-outline',
    'critic > second.var-review',
    'second > result',
  ],
});
