import type { CanvasModel } from './canvas-model.svelte.ts';
import { circleNodes } from './circle.ts';
import {
  beginPull,
  nextStart,
  pulledThread,
  spokenPull,
  stepPull,
  type KeyboardPull,
  type PullSource,
} from './connect-keyboard.ts';

/** Leads a thread by keyboard over the canvas: draws it, speaks it, ties it. */
export function createKeyboardPull(canvas: CanvasModel) {
  const { view } = canvas;
  const { editor } = canvas.flow;
  const source: PullSource = {
    get nodeIds() {
      return editor.document.nodes.map((node) => node.id);
    },
    portsOf: editor.portsOf,
    nameOf: editor.nameOf,
    canConnect: editor.canConnect,
    positionOf: view.placeOf,
    circle: (from) => circleNodes(from, editor),
  };

  function show(pull: KeyboardPull): void {
    canvas.keyboardPull = pull;
    canvas.beginPull(pull.from);
    const target = pull.targets[pull.at];
    view.pinned = new Set(target ? [target.nodeId] : []);
    const ports = editor.portsOf(pull.from.nodeId);
    const list = pull.from.side === 'output' ? ports.outputs : ports.inputs;
    const port = list.find(({ id }) => id === pull.from.handle)?.label ?? pull.from.handle;
    canvas.say(spokenPull(pull, `${editor.nameOf(pull.from.nodeId)}, ${port}`));
  }

  function letGo(words: string): void {
    canvas.endPull();
    view.pinned = new Set();
    canvas.say(words);
  }

  function tie(pull: KeyboardPull): void {
    const thread = pulledThread(pull);
    if (thread === null) return;
    const { source: from, target: to } = thread;
    const refusal = editor.connect(from.nodeId, from.handle, to.nodeId, to.handle);
    letGo(refusal ?? `Tied ${editor.nameOf(from.nodeId)} to ${editor.nameOf(to.nodeId)}.`);
  }

  function begin(nodeId: string): void {
    const pull = beginPull(nodeId, source);
    if (pull === null) canvas.say('This node has no ports.');
    else show(pull);
  }

  /** While a thread is in hand, these keys lead it; true when the key was one of them. */
  function onkey(event: KeyboardEvent): boolean {
    const pull = canvas.keyboardPull;
    if (pull === null) return false;
    switch (event.key) {
      case 'ArrowRight':
      case 'ArrowDown':
        show(stepPull(pull, 1));
        return true;
      case 'ArrowLeft':
      case 'ArrowUp':
        show(stepPull(pull, -1));
        return true;
      case 'c':
      case 'C':
        show(nextStart(pull, source));
        return true;
      case 'Enter':
        tie(pull);
        return true;
      case 'Escape':
        letGo('Let go.');
        return true;
      case 'Tab':
        letGo('Let go.');
        return false;
      default:
        return false;
    }
  }

  return Object.freeze({ begin, onkey });
}
