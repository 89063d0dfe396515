import type { FlowSession } from '../../state/flow-session.svelte.ts';
import type { LightboxItem } from '../lightbox/lightbox-item.ts';
import { endingOf } from '../lightbox/lightbox-item.ts';
import { freePlace } from '../outline/free-place.ts';

const TYPE = 'imageInput';

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
  const lowest = Math.max(0, ...taken.map(({ y }) => y));
  const left = taken.length === 0 ? 0 : Math.min(...taken.map(({ x }) => x));
  const place = freePlace({ x: left, y: lowest }, taken);
  const nodeId = editor.addNode(TYPE, place, {
    label: item.title,
    config: { [field.key]: { ...added.picture, name } },
  });
  if (nodeId === null) return 'You can read this flow, but not change it.';
  editor.select({ nodes: [nodeId] });
  return `In the flow as “${editor.nameOf(nodeId)}”.`;
}
