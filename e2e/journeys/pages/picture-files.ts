import type { Locator, Page } from '@playwright/test';

/** A file as a person has it on the disk. */
export interface PersonsFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** A photo of the sea under a low sun, as a camera writes it; drawn by the browser. */
export async function takePhoto(
  page: Page,
  { name = 'harbour at dusk.jpg', width = 1_600, height = 1_000 } = {},
): Promise<PersonsFile> {
  const base64 = await page.evaluate(
    ([width, height]) => {
      const canvas = Object.assign(document.createElement('canvas'), { width, height });
      const context = canvas.getContext('2d');
      if (context === null) throw new Error('no canvas');
      const sky = context.createLinearGradient(0, 0, 0, height);
      sky.addColorStop(0, 'rgb(236 138 122)');
      sky.addColorStop(0.7, 'rgb(120 80 200)');
      context.fillStyle = sky;
      context.fillRect(0, 0, width, height);
      context.fillStyle = 'rgb(250 210 120)';
      context.arc(width * 0.7, height * 0.4, height * 0.16, 0, 7);
      context.fill();
      context.fillStyle = 'rgb(25 75 120)';
      context.fillRect(0, height * 0.65, width, height * 0.35);
      return canvas.toDataURL('image/jpeg', 0.9).split(',')[1] ?? '';
    },
    [width, height] as const,
  );
  return { name, mimeType: 'image/jpeg', buffer: Buffer.from(base64, 'base64') };
}

/** Holds files over an element, as from a file manager. @returns what lets them go there, or takes them away. */
export async function holdFiles(
  page: Page,
  target: Locator,
  files: readonly PersonsFile[],
): Promise<(how: 'drop' | 'dragleave') => Promise<void>> {
  const dataTransfer = await page.evaluateHandle(
    (files) => {
      const dragged = new DataTransfer();
      for (const { name, type, base64 } of files)
        dragged.items.add(
          new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name, { type }),
        );
      return dragged;
    },
    files.map(({ name, mimeType, buffer }) => ({ name, type: mimeType, base64: buffer.toString('base64') })),
  );
  const box = await target.boundingBox();
  const place = {
    clientX: (box?.x ?? 0) + (box?.width ?? 0) / 3,
    clientY: (box?.y ?? 0) + (box?.height ?? 0) / 3,
  };
  await target.dispatchEvent('dragover', { dataTransfer, ...place });
  return (how) => target.dispatchEvent(how, { dataTransfer, ...place });
}

/** Lets files go over an element. */
export async function dropFiles(page: Page, target: Locator, files: readonly PersonsFile[]): Promise<void> {
  const letGo = await holdFiles(page, target, files);
  await letGo('drop');
}

/** Puts a picture on the clipboard, as other programs do; the context may write to it. */
export async function copyPicture(page: Page, base64Png: string): Promise<void> {
  await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    await navigator.clipboard.write([
      new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) }),
    ]);
  }, base64Png);
}
