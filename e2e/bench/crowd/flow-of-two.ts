import { randomBytes } from 'node:crypto';
import type { FlowDocument } from '../../../shared/graph/document.ts';
import { sketchFlow } from '../../fixtures/sketch-flow.ts';
import { openNodeTab, type NodeTab } from '../../tabs/node-tab.ts';
import { benchRegistry } from './bench-nodes.ts';

/** A flow of its own at the relay, into which tabs come by its first link. */
export interface BenchFlow {
  readonly open: (name: string) => Promise<NodeTab>;
}

export function makeBenchFlow(url: string): BenchFlow {
  const random = () => randomBytes(18).toString('base64url');
  const flow = { flowId: random(), secret: random() };
  return {
    open: (name) => openNodeTab({ ...flow, url, name, registry: benchRegistry(), mayCreate: true }),
  };
}

/** A prompt, and one call that is made of it. */
export function oneCall(): FlowDocument {
  return sketchFlow(
    'One call',
    [
      { id: 'topic', type: 'initialPrompt', config: { text: 'a lighthouse in the fog' } },
      {
        id: 'draft',
        type: 'llm',
        config: { prompt: 'Write about {{topic}}.' },
        model: 'mistral/mistral-small-latest',
      },
    ],
    ['topic > draft.var-topic'],
  );
}

/** An agent that thinks, and answers in its first turn. */
export function oneThinker(): FlowDocument {
  const config = { task: 'Think about a lighthouse in the fog.', thinking: 4_096 };
  return sketchFlow(
    'One thinker',
    [{ id: 'draft', type: 'agent', config, model: 'mistral/mistral-small-latest' }],
    [],
  );
}
