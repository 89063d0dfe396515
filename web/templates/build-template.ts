import { FLOW_FORMAT_VERSION, type FlowEdge, type FlowNode } from '#shared/graph/document.ts';
import { isAdapterHandle } from '#shared/graph/handles.ts';
import type { JsonObject } from '#shared/json.ts';
import type { FlowTemplate } from './flow-template.ts';

/** Cards are 216 px wide, those of these types 296; the templates' test holds this against the definitions. */
const NARROW_PX = 216;
const WIDE_PX = 296;
const WIDE_TYPES: ReadonlySet<string> = new Set(['llm', 'storyTeller', 'textOutput', 'agent', 'planner']);
/** Room for threads between two columns. A multiple of the 8 px grid. */
const GAP_PX = 64;
/** The grid of the canvas. */
const GRID_PX = 8;
/** Distance between rows: a card at its tallest, and a lane below it for a thread that passes half a row further down. */
const ROW_PX = 320;
const MARGIN_PX = 40;

export interface TemplateNode {
  readonly id: string;
  readonly type: string;
  readonly label?: string;
  /** Counted from 0, left to right. */
  readonly column: number;
  /** Counted from 0, top to bottom; fractions stand between rows. */
  readonly row: number;
  readonly config?: JsonObject;
  /** In px, for what holds others. */
  readonly size?: { readonly width: number; readonly height: number };
  /** What it stands in, and where, in px from the corner there; column and row say nothing then. */
  readonly inside?: { readonly id: string; readonly x: number; readonly y: number };
}

export interface TemplateParts extends Pick<FlowTemplate, 'slug' | 'title' | 'about' | 'group'> {
  readonly nodes: readonly TemplateNode[];
  /** `from > to`, `from > to.handle`, `from.handle > to`; without a handle the thread ends in `text-in`. Order = order of merging. */
  readonly threads: readonly string[];
}

/** A template from its nodes in columns and rows. @throws Error when a thread is not written as said above. */
export function buildTemplate({ slug, title, about, group, nodes, threads }: TemplateParts): FlowTemplate {
  const starts = columnStarts(nodes);
  const document = {
    formatVersion: FLOW_FORMAT_VERSION,
    id: `template-${slug}`,
    name: title,
    nodes: nodes.map((node) => placed(node, starts)),
    edges: threads.map(thread),
    settings: {},
  };
  return { slug, title, about, group, document };
}

/** Where each column begins: behind the widest card of the one before. */
function columnStarts(nodes: readonly TemplateNode[]): number[] {
  const columns = Math.max(...nodes.map((node) => node.column)) + 1;
  const starts = [MARGIN_PX];
  for (let column = 0; column < columns; column += 1) {
    const widths = nodes.filter((node) => node.column === column && !node.inside).map(widthOf);
    starts.push((starts[column] ?? 0) + Math.max(NARROW_PX, ...widths) + GAP_PX);
  }
  return starts;
}

const widthOf = ({ type, size }: TemplateNode): number =>
  size?.width ?? (WIDE_TYPES.has(type) ? WIDE_PX : NARROW_PX);

function placed(
  { id, type, label, column, row, config = {}, size, inside }: TemplateNode,
  starts: readonly number[],
): FlowNode {
  return {
    id,
    type,
    version: 1,
    ...(label === undefined ? {} : { label }),
    ...(size === undefined ? {} : { size }),
    ...(inside === undefined ? {} : { parent: inside.id }),
    position:
      inside === undefined
        ? { x: starts[column] ?? MARGIN_PX, y: MARGIN_PX + Math.round((row * ROW_PX) / GRID_PX) * GRID_PX }
        : { x: inside.x, y: inside.y },
    config,
  };
}

/** Where a thread begins that ends in such a handle. */
const SOURCE_HANDLES: { readonly [targetHandle: string]: string } = { 'image-in': 'image-out' };

const THREAD = /^([\w-]+)(?:\.([\w-]+))? > ([\w-]+)(?:\.([\w-]+))?$/;

function thread(written: string): FlowEdge {
  const [, source, exit, target, targetHandle = 'text-in'] = THREAD.exec(written) ?? [];
  if (source === undefined || target === undefined) throw new Error(`not a thread: ${written}`);
  const usual = isAdapterHandle(targetHandle) ? 'adapter-out' : (SOURCE_HANDLES[targetHandle] ?? 'text-out');
  const sourceHandle = exit ?? usual;
  const from = exit === undefined ? source : `${source}.${exit}`;
  return { id: `${from}-${target}-${targetHandle}`, source, sourceHandle, target, targetHandle };
}
