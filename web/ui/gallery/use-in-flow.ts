import type { FlowSession } from '../../state/flow-session.svelte.ts';
import type { LightboxItem } from '../lightbox/lightbox-item.ts';
import { endingOf } from '../lightbox/lightbox-item.ts';
import { freePlace } from '../outline/free-place.ts';

const TYPE = 'imageInput';
/** px from the top of the lowest card to the new one: the tallest card, which holds a picture, and some air. */
const BELOW_PX = 320;

/** Puts a picture into the flow as an Image Input; what came of it, in words for people. */
export async function useInFlow(flow: FlowSession, item: LightboxItem): Promise<string> {
  const { editor } = flow;
  const field = editor.definition(TYPE)?.fields.find(({ type }) => type === 'image');
  if (field === undefined || editor.readOnly) return 'You can read this flow, but not change it.';
  const picture = await item.load(item.hash);
  if (picture === null) return 'This picture is not to be had now.';
  const added = await flow.addPicture(picture.bytes);
  if (!added.ok) return added.error.message;
  const name = `${item.fileStem}.${endingOf(item.mediaType)}`;
  const taken = editor.document.nodes.map(({ id }) => editor.absolutePosition(id));
  const top = taken.length === 0 ? 0 : Math.max(...taken.map(({ y }) => y)) + BELOW_PX;
  const left = taken.length === 0 ? 0 : Math.min(...taken.map(({ x }) => x));
  const place = freePlace({ x: left, y: top }, taken);
  const nodeId = editor.addNode(TYPE, place, {
    label: item.title,
    config: { [field.key]: { ...added.picture, name } },
  });
  if (nodeId === null) return 'You can read this flow, but not change it.';
  editor.select({ nodes: [nodeId] });
  return `In the flow as “${editor.nameOf(nodeId)}”.`;
}
