import type { NodeRegistry } from '../../../web/engine/ports.ts';
import type { NodeDefinition, NodeRunner } from '../../../web/node-kit/types.ts';
import { definition as prompt } from '../../../web/nodes/initialPrompt/node.ts';
import { run as runPrompt } from '../../../web/nodes/initialPrompt/run.ts';
import { definition as llm } from '../../../web/nodes/llm/node.ts';
import { run as runLlm } from '../../../web/nodes/llm/run.ts';

/** Node types named one by one: outside a bundler there is no list of the folder. */
const NODES: readonly (readonly [NodeDefinition, NodeRunner])[] = [
  [prompt, runPrompt],
  [llm, runLlm],
];

export function benchRegistry(): NodeRegistry {
  return Object.freeze({
    definitions: new Map(NODES.map(([definition]) => [definition.type, definition])),
    runnerOf(type: string) {
      const runner = NODES.find(([definition]) => definition.type === type)?.[1];
      return runner ?? Promise.reject(new Error(`no runner for ${type}`));
    },
  });
}
