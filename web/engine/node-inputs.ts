import { isAdapterHandle } from '#shared/graph/handles.ts';
import type { NodeOutput } from '#shared/run/output.ts';
import type { PlanNode } from '#shared/run/plan.ts';
import { mergeText } from '../node-kit/merge.ts';
import { personasOf } from '../node-kit/personas.ts';
import type { NodeDefinition, NodeInputs, Persona } from '../node-kit/types.ts';
import type { KeyedInput } from './core/cache-key.ts';
import { inputHandles, outputHandles } from './core/node-wiring.ts';

/** An output on its way into a node. */
export interface Arrival extends KeyedInput {
  readonly output: NodeOutput;
}

/** What a runner sees of its inputs; merged only when it asks. Threads into picture and character ports are no text. */
export class ArrivedInputs implements NodeInputs {
  readonly #node: PlanNode;
  readonly #definition: NodeDefinition;
  readonly #arrivals: readonly Arrival[];

  constructor(node: PlanNode, definition: NodeDefinition, arrivals: readonly Arrival[]) {
    this.#node = node;
    this.#definition = definition;
    this.#arrivals = arrivals;
  }

  get text(): string {
    if (this.#arrivals.length === 0) return '';
    const handles = inputHandles(this.#definition, this.#node.config);
    const isText = (handle: string) => {
      const type = handles.get(handle);
      return !isAdapterHandle(handle) && type !== 'image' && type !== 'persona';
    };
    return mergeText(
      this.#arrivals.filter(({ targetHandle }) => isText(targetHandle)).map(({ output }) => output),
    );
  }

  get personas(): readonly Persona[] {
    const adapters = this.#arrivals
      .filter(({ targetHandle }) => isAdapterHandle(targetHandle))
      .sort((a, b) => compare(a.targetHandle, b.targetHandle));
    return personasOf(adapters.map(({ output }) => output));
  }

  readonly at = (handle: string): readonly NodeOutput[] =>
    this.#arrivals.filter(({ targetHandle }) => targetHandle === handle).map(({ output }) => output);
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** What a disabled node passes on: the first input that fits one of its outputs; nothing when none does. */
export function passedThrough(
  node: PlanNode,
  definition: NodeDefinition,
  arrivals: readonly Arrival[],
): NodeOutput {
  const inputs = inputHandles(definition, node.config);
  const outputs = new Set(outputHandles(definition, node.config).values());
  const fitting = arrivals.find(({ targetHandle }) => {
    const type = inputs.get(targetHandle);
    return type !== undefined && (type === 'any' || outputs.has(type) || outputs.has('any'));
  });
  return fitting === undefined ? {} : withoutExit(fitting.output);
}

/** Where a branch before it went on is no news of this node. */
function withoutExit(output: NodeOutput): NodeOutput {
  if (output.exit === undefined) return output;
  const { exit: _exit, ...rest } = output;
  return rest;
}
