import { emptyFlow, type FlowDocument, type FlowEdge, type FlowNode } from '#shared/graph/document.ts';

/** Flows for bench and pictures. */

const TYPES = ['promptEnhancer', 'storyTeller', 'grammarFix', 'translator', 'compressor'] as const;
const COLUMN_PX = 336;
const ROW_PX = 272;

/** A grid of nodes, each fed by one or two of the column before. */
export function gridFlow(count: number): FlowDocument {
  const rows = Math.max(4, Math.round(Math.sqrt(count * 0.8)));
  const nodes: FlowNode[] = [];
  const edges: FlowEdge[] = [];
  for (let index = 0; index < count; index += 1) {
    const column = Math.floor(index / rows);
    const row = index % rows;
    const id = `n${index}`;
    nodes.push({
      id,
      type: column === 0 ? 'initialPrompt' : (TYPES[index % TYPES.length] ?? 'grammarFix'),
      version: 1,
      label: `Step ${index}`,
      position: { x: column * COLUMN_PX, y: row * ROW_PX },
      config:
        column === 0
          ? { text: 'Two friends carry a lantern that will not light through a night market.' }
          : { notes: 'Keep it short and kind.' },
    });
    if (column === 0) continue;
    const before = (column - 1) * rows;
    edges.push(thread(`n${before + row}`, id));
    if (index % 2 === 0) edges.push(thread(`n${before + ((row + 1) % rows)}`, id));
  }
  return { ...emptyFlow('bench', 'Bench'), nodes, edges };
}

function thread(source: string, target: string): FlowEdge {
  return { id: `${source}-${target}`, source, sourceHandle: 'text-out', target, targetHandle: 'text-in' };
}

/** The picture-book flow of the design, as far as its nodes exist. */
export function storyFlow(): FlowDocument {
  const node = (id: string, type: string, label: string, x: number, y: number, config = {}): FlowNode => ({
    id,
    type,
    version: 1,
    label,
    position: { x, y },
    config,
  });
  const nodes: FlowNode[] = [
    node('idea', 'initialPrompt', 'Story idea', 16, 24, {
      text: 'Two friends carry a lantern that will not light through a night market, asking why.',
    }),
    node('wren', 'consistentCharacter', 'Wren', 16, 240, {
      characterName: 'Wren',
      characterDescription: 'Eight years old. Dark bob, gap tooth, mustard raincoat, red boots.',
    }),
    node('enhance', 'promptEnhancer', 'Enhance', 292, 24, { notes: 'Saltwick Street at night.' }),
    node('story', 'storyTeller', 'Market story', 576, 24, { tags: 'gentle, night' }),
    node('portuguese', 'translator', 'Portuguese', 576, 424, { targetLanguage: 'pt' }),
    node('proof', 'grammarFix', 'Proofread', 944, 56),
    node('short', 'compressor', 'Short version', 944, 304),
    node('out', 'textOutput', 'Em português', 944, 520),
    node('strange', 'futureThing', 'From a newer Weft', 292, 424, { some: 'thing' }),
    {
      ...node('note', 'note', '', 16, 496, {
        text: 'Odo never raises his voice. Ask Imani about page four.',
      }),
      size: { width: 216, height: 104 },
    },
    { ...node('group', 'group', 'Finish', 920, 8, { color: 'blue' }), size: { width: 264, height: 264 } },
  ];
  const edges: FlowEdge[] = [
    thread('idea', 'enhance'),
    { id: 'w1', source: 'wren', sourceHandle: 'adapter-out', target: 'enhance', targetHandle: 'adapter-0' },
    { id: 'w2', source: 'wren', sourceHandle: 'adapter-out', target: 'story', targetHandle: 'adapter-0' },
    thread('enhance', 'story'),
    thread('enhance', 'portuguese'),
    thread('story', 'proof'),
    thread('story', 'short'),
    thread('portuguese', 'out'),
  ];
  return { ...emptyFlow('story', 'Night market picture book'), nodes, edges };
}
