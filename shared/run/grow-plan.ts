import { LIMITS } from '../protocol/limits.ts';
import { iterationId, parseIterationId } from './iteration-id.ts';
import type { Plan, PlanBody, PlanEdge, PlanNode } from './plan.ts';
import { planNode, type NodePlaces, type PlanIndex } from './plan-index.ts';

/** Nodes that a run gains while it goes: a container's templates, once per iteration. */
export interface Growth {
  /** How many nodes the frozen plan has. */
  readonly base: number;
  /** Of each node behind those, by plan index minus `base`: the container and which of its iterations it was made for. */
  readonly owners: readonly number[];
  readonly turns: readonly number[];
  /** By the container's plan index. */
  readonly containers: ReadonlyMap<number, Iterations>;
  /** Places in the frozen plan. */
  readonly frozen: NodePlaces;
}

export interface Iterations {
  /** The container's round that they belong to. In a newer one they are over, until it makes new ones. */
  readonly round: number;
  readonly count: number;
  /** How many may be begun at once. */
  readonly parallel: number;
  /** Whether none is begun any more when something in one has failed. */
  readonly stops: boolean;
  /** Plan index of the first node of every iteration ever made; the body's nodes follow one another. */
  readonly starts: readonly number[];
  readonly body: PlanBody;
}

/** What `dag.updated` says of them. */
export type IterationWish = Pick<Iterations, 'round' | 'count' | 'parallel' | 'stops'>;

interface Bodies {
  readonly byContainer: ReadonlyMap<string, PlanBody>;
  /** Of each template: its container and its place among the body's nodes. */
  readonly holders: ReadonlyMap<string, { readonly container: string; readonly offset: number }>;
}

const known = new WeakMap<object, Bodies>();
const NO_BODIES: readonly PlanBody[] = [];
const NONE: readonly never[] = [];

function bodiesOf({ bodies = NO_BODIES }: Plan): Bodies {
  let made = known.get(bodies);
  if (made === undefined) {
    const byContainer = new Map(bodies.map((body) => [body.container, body]));
    const holders = new Map(
      bodies.flatMap(({ container, nodes }) =>
        nodes.map(({ id }, offset) => [id, { container, offset }] as const),
      ),
    );
    made = { byContainer, holders };
    known.set(bodies, made);
  }
  return made;
}

/** What the container at this place repeats; null = it is no container. */
export function bodyAt(plan: Plan, index: number): PlanBody | null {
  if (plan.bodies === undefined) return null;
  const { template } = parseIterationId(plan.nodes[index]?.id ?? '');
  return bodiesOf(plan).byContainer.get(template) ?? null;
}

/** Ids of the containers round a template, the outermost first. */
export function containersOf(plan: Plan, template: string): readonly string[] {
  const { holders } = bodiesOf(plan);
  const chain: string[] = [];
  for (let at = holders.get(template); at !== undefined; at = holders.get(at.container))
    chain.unshift(at.container);
  return chain;
}

/** The container whose iteration a node belongs to; -1 = none. */
export function ownerOf({ growth }: PlanIndex, index: number): number {
  return growth === null ? -1 : (growth.owners[index - growth.base] ?? -1);
}

/**
 * The plan with that many iterations of a container; null where it would not change, or where it would become too large.
 * O(nodes of the run): lists are copied, so that whoever has the old index keeps it.
 */
export function growPlan(index: PlanIndex, container: number, wish: IterationWish): PlanIndex | null {
  const { plan, growth } = index;
  const body = bodyAt(plan, container);
  const before = growth?.containers.get(container);
  if (body === null || (before?.round === wish.round && before.count >= wish.count)) return null;
  const made = before?.starts.length ?? 0;
  const size = plan.nodes.length;
  if (size + Math.max(0, wish.count - made) * body.nodes.length > LIMITS.nodesPerRun) return null;
  const starts = [...(before?.starts ?? [])];
  const nodes = [...plan.nodes];
  const inputs = [...index.inputs];
  const successors = [...index.successors];
  const owners = [...(growth?.owners ?? [])];
  const turns = [...(growth?.turns ?? [])];
  const { path } = parseIterationId(planNode(plan, container).id);
  const wiring = wiringOf(index, container, body, path);
  for (let turn = made; turn < wish.count; turn += 1) {
    const start = nodes.length;
    starts.push(start);
    const shift = (place: number): number => (place < 0 ? -1 - place : start + place);
    const place = placeIn([...path, turn]);
    body.nodes.forEach((template, offset) => {
      nodes.push(nodeIn(template, place));
      owners.push(container);
      turns.push(turn);
      const target = start + offset;
      inputs.push(
        (wiring.inputs[offset] ?? NONE).map(({ source, sourceHandle, targetHandle }) => {
          return { source: shift(source), sourceHandle, target, targetHandle };
        }),
      );
      const after = wiring.successors[offset] ?? NONE;
      successors.push(after.length === 0 ? NONE : after.map(shift));
    });
  }
  const containers = new Map(growth?.containers).set(container, { ...wish, starts, body });
  const base = growth?.base ?? size;
  const frozen = growth?.frozen ?? index.indexOf;
  const grown: Growth = { base, owners, turns, containers, frozen };
  return {
    plan: { ...plan, nodes },
    ...{ inputs, successors, growth: grown },
    indexOf: { get: (nodeId) => placeOf(plan, grown, nodeId) },
  };
}

interface Place {
  /** Behind a template's id. */
  readonly mark: string;
  /** Behind its label. */
  readonly words: string;
}

const placeIn = (path: readonly number[]): Place => ({
  mark: iterationId('', path),
  words: ` (${path.map((turn) => turn + 1).join('.')})`,
});

const LABEL_CHARACTERS = 200;

/** A template's node in one iteration. */
function nodeIn(template: PlanNode, { mark, words }: Place): PlanNode {
  const id = template.id + mark;
  const whole = template.label + words;
  const label = whole.length > LABEL_CHARACTERS ? whole.slice(0, LABEL_CHARACTERS) : whole;
  if (template.at === undefined || template.at === id) return { ...template, id, label };
  const { amendment: _amendment, policy, ...rest } = template;
  return { ...rest, id, label, policy: policy === 'must-run' ? 'may-reuse' : policy };
}

/** Threads of a body by places in it; what lies outside has its plan index, as -1 minus it. */
function wiringOf(index: PlanIndex, container: number, body: PlanBody, path: readonly number[]) {
  const { holders } = bodiesOf(index.plan);
  const within = (id: string) => {
    const at = holders.get(id);
    return at?.container === body.container ? at.offset : undefined;
  };
  const outside = (id: string): number | undefined => {
    if (id === body.container) return container;
    for (let depth = path.length; depth >= 0; depth -= 1) {
      const place = index.indexOf.get(iterationId(id, path.slice(0, depth)));
      if (place !== undefined) return place;
    }
    return undefined;
  };
  const inputs: PlanEdge[][] = body.nodes.map(() => []);
  const successors: number[][] = body.nodes.map(() => []);
  for (const { source: from, sourceHandle, target: to, targetHandle } of body.edges) {
    const target = within(to);
    if (target === undefined) continue;
    const inner = within(from);
    const outer = inner === undefined ? outside(from) : undefined;
    const source = inner ?? (outer === undefined ? undefined : -1 - outer);
    if (source === undefined) continue;
    inputs[target]?.push({ source, sourceHandle, target, targetHandle });
    if (inner !== undefined) successors[inner]?.push(target);
  }
  return { inputs, successors };
}

/** Without a list of all ids: they say where their nodes are. */
function placeOf(plan: Plan, { frozen, containers }: Growth, nodeId: string): number | undefined {
  const direct = frozen.get(nodeId);
  if (direct !== undefined) return direct;
  const { template, path } = parseIterationId(nodeId);
  const chain = [...containersOf(plan, template), template];
  if (path.length === 0 || chain.length !== path.length + 1) return undefined;
  const { holders } = bodiesOf(plan);
  let at = frozen.get(chain[0] ?? '');
  for (let depth = 0; depth < path.length && at !== undefined; depth += 1) {
    const start: number | undefined = containers.get(at)?.starts[path[depth] ?? -1];
    const offset = holders.get(chain[depth + 1] ?? '')?.offset ?? 0;
    at = start === undefined ? undefined : start + offset;
  }
  return at;
}
