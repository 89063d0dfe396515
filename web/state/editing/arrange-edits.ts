import type { FlowNode, Point } from '#shared/graph/document.ts';
import type { Alignment, Direction, Move } from './align.ts';
import { topmost } from './clip.ts';
import type { EditorCore } from './editor-core.ts';
import { followers } from './followers.ts';
import { GROUP_PADDING } from './group-padding.ts';
import { absolutePosition, ancestors } from './lookups.ts';
import { boundingBox, nodeBox, toGrid } from './node-size.ts';
import { relativeTo } from './wire-edits.ts';

const GROUP_TYPE = 'group';

/** Where nodes stand: nudging, lining up, layout, groups. */
export function createArrangeEdits(core: EditorCore) {
  const chosen = () => topmost(core.lookups(), core.selectedNodes());

  /** The moves with those of characters that stay beside what is moved. */
  const taken = (moves: readonly Move[]): readonly Move[] => [
    ...moves,
    ...followers(core.lookups(), new Map(moves.map(({ id, position }) => [id, position]))),
  ];

  function move(label: string, moves: readonly Move[], merge?: string): void {
    if (moves.length === 0) return;
    core.edit(
      label,
      (write) => {
        for (const { id, position } of moves) write.patchNode(id, { position });
      },
      { merge },
    );
  }

  return Object.freeze({
    /** Moves the selection by px; repeated key presses are one undo step. */
    nudge(dx: number, dy: number): void {
      const moved = (node: FlowNode) => ({ x: node.position.x + dx, y: node.position.y + dy });
      const moves = taken(chosen().map((node) => ({ id: node.id, position: moved(node) })));
      move('Move', moves, `nudge ${moves.map((each) => each.id).join(' ')}`);
    },
    async align(alignment: Alignment): Promise<void> {
      const { aligned } = await import('./align.ts');
      move('Align', aligned(core.lookups(), chosen(), alignment));
    },
    async distribute(direction: Direction): Promise<void> {
      const { distributed } = await import('./align.ts');
      move('Distribute', distributed(core.lookups(), chosen(), direction));
    },
    /** Lays the whole flow out from left to right. */
    async applyLayout(): Promise<void> {
      if (!core.canEdit()) return;
      const [{ arrangeBoxes }, { layoutFlow }] = await Promise.all([
        import('./arrange-boxes.ts'),
        import('./layout.ts'),
      ]);
      const { moves, sizes } = layoutFlow(core.lookups(), arrangeBoxes);
      core.edit('Tidy up', (write) => {
        for (const { id, position } of moves) write.patchNode(id, { position });
        for (const [id, size] of sizes) write.patchNode(id, { size });
      });
    },
    group: () => group(core, chosen()),
    ungroup(): void {
      const groups = [...core.selectedNodes()].filter((id) => core.lookups().children.has(id));
      if (groups.length === 0) return;
      const inside = groups.flatMap((id) => core.lookups().children.get(id) ?? []);
      const done = core.edit('Ungroup', (write) => {
        for (const child of inside) {
          const parent = ancestors(core.lookups(), child.id).find((id) => !groups.includes(id));
          write.patchNode(child.id, { parent, position: relativeTo(core.lookups(), child.id, parent) });
        }
        for (const id of groups) write.removeNode(id);
      });
      if (done) core.select({ nodes: inside.map((child) => child.id).filter((id) => !groups.includes(id)) });
    },
    /** A drag that ends: the new places, and for some nodes the group (null: none) they were dropped on. One undo step. */
    dropNodes(moves: readonly Move[], parents: ReadonlyMap<string, string | null>): void {
      if (moves.length === 0) return;
      core.edit(parents.size === 0 ? 'Move' : 'Move between groups', (write) => {
        for (const { id, position } of taken(moves)) {
          const parent = parents.get(id);
          if (parent === undefined) write.patchNode(id, { position });
          else
            write.patchNode(id, {
              parent: parent ?? undefined,
              position: dropped(core, id, position, parent),
            });
        }
      });
    },
    /** Puts nodes into a group, or with null onto the canvas; they stay where they are on the screen. */
    setParent(nodeIds: Iterable<string>, groupId: string | null): void {
      const lookups = core.lookups();
      const parent = groupId ?? undefined;
      const forbidden = new Set(groupId === null ? [] : [groupId, ...ancestors(lookups, groupId)]);
      const moving = [...nodeIds].filter(
        (id) => !forbidden.has(id) && lookups.nodeById.get(id)?.parent !== parent,
      );
      if (moving.length === 0) return;
      core.edit(groupId === null ? 'Take out of group' : 'Put into group', (write) => {
        for (const id of moving) write.patchNode(id, { parent, position: relativeTo(lookups, id, parent) });
      });
    },
  });
}

/** A place given in the node's old parent, in its new one. */
function dropped(core: EditorCore, nodeId: string, position: Point, parent: string | null): Point {
  const lookups = core.lookups();
  const before = lookups.nodeById.get(nodeId)?.position ?? position;
  const there = relativeTo(lookups, nodeId, parent ?? undefined);
  return { x: there.x + position.x - before.x, y: there.y + position.y - before.y };
}

/** Draws a group round the nodes; it stands in the group that all of them share, if any. */
function group(core: EditorCore, nodes: readonly FlowNode[]): string | null {
  const lookups = core.lookups();
  const definition = lookups.definitions.get(GROUP_TYPE);
  const box = boundingBox(nodes.map((node) => nodeBox(lookups, node)));
  if (box === null || !core.canEdit()) return null;
  const parents = new Set(nodes.map((node) => node.parent));
  const parent = parents.size === 1 ? nodes[0]?.parent : undefined;
  const outer = parent === undefined ? { x: 0, y: 0 } : absolutePosition(lookups, parent);
  const corner = toGrid({ x: box.x - GROUP_PADDING.side, y: box.y - GROUP_PADDING.top });
  const id = core.newId();
  core.edit('Group', (write) => {
    write.addNode({
      id,
      type: GROUP_TYPE,
      version: definition?.version ?? 1,
      position: { x: corner.x - outer.x, y: corner.y - outer.y },
      size: {
        width: box.x + box.width + GROUP_PADDING.side - corner.x,
        height: box.y + box.height + GROUP_PADDING.bottom - corner.y,
      },
      ...(parent === undefined ? {} : { parent }),
      config: {},
    });
    for (const node of nodes) {
      const at = nodeBox(lookups, node);
      write.patchNode(node.id, { parent: id, position: { x: at.x - corner.x, y: at.y - corner.y } });
    }
  });
  core.select({ nodes: [id] });
  return id;
}
