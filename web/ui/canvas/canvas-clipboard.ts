import type { Point } from '#shared/graph/document.ts';
import type { CanvasModel } from './canvas-model.svelte.ts';
import { centreOf } from './canvas-moves.ts';
import { pastedPictures } from './picture-files.ts';
import { flowText, isTyping } from './transfer.ts';

/** Copy, cut and paste over the browser's own clipboard events: they need no permission. */
export function createCanvasClipboard(canvas: CanvasModel) {
  const { host } = canvas;
  const { editor } = canvas.flow;

  /** Text from elsewhere becomes nodes: a flow or its parts as they are, anything else a prompt with the text. */
  async function pasteText(text: string, at: Point = centreOf(canvas)): Promise<void> {
    if (editor.readOnly || text.trim() === '') return;
    if (flowText(text)) {
      const result = await editor.paste(text, at);
      if (!result.ok) host.complain('This could not be pasted', result.error.message);
      return;
    }
    editor.addNode('initialPrompt', at, { config: { text } });
  }

  async function pastePictures(pictures: readonly File[], at: Point = centreOf(canvas)): Promise<void> {
    if (editor.readOnly) return;
    try {
      const { putPictures } = await import('./put-pictures.ts');
      await putPictures(canvas, pictures, at);
    } catch {
      host.complain('The picture was not put in', 'What takes pictures could not be loaded. Try again.');
    }
  }

  function onpaste(event: ClipboardEvent): void {
    if (isTyping(event.target) || event.defaultPrevented) return;
    const pictures = pastedPictures(event.clipboardData);
    if (pictures.length > 0) {
      event.preventDefault();
      void pastePictures(pictures);
      return;
    }
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (text === '') return;
    event.preventDefault();
    void pasteText(text);
  }

  function onclipboard(event: ClipboardEvent, take: () => string): void {
    if (isTyping(event.target) || event.defaultPrevented || (getSelection()?.toString() ?? '') !== '') return;
    const text = take();
    if (text === '') return;
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
  }

  return Object.freeze({
    pasteText,
    pastePictures,
    onpaste,
    oncopy: (event: ClipboardEvent) => onclipboard(event, editor.copy),
    oncut: (event: ClipboardEvent) => onclipboard(event, editor.cut),
  });
}
