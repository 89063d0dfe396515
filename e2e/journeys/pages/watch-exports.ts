import { readFile } from 'node:fs/promises';
import { expect, type BrowserContext, type Download, type Page } from '@playwright/test';
import { openedFile } from '../../security/opened-file.ts';
import { createSecretScanner } from '../../security/secret-scanner.ts';
import { createTrafficWatch } from '../../security/traffic-watch.ts';
import { CANARY_OF_NOBODY } from '../../security/watched-relay.ts';
import { CANARY_KEY } from './canary-key.ts';

/** What a browser saves or copies as a file: no key, no secret of a link and no token may be in it, however it is packed. */
export interface ExportWatch {
  /** Names of what was saved, in their order. */
  names(): readonly string[];
  /** A text that leaves the page in another way, such as by the clipboard. */
  take(name: string, text: string): void;
  /** Looks through all of it, when the test is over. [SE1] */
  expectClean(): Promise<void>;
}

export function watchExports(context: BrowserContext): ExportWatch {
  const scanner = createSecretScanner({ 'a typed key': CANARY_KEY, 'a key of the relay': CANARY_OF_NOBODY });
  const watch = createTrafficWatch(scanner);
  const downloads: Download[] = [];
  const texts: { readonly name: string; readonly bytes: Buffer }[] = [];
  const follow = (page: Page) => void page.on('download', (download) => downloads.push(download));
  context.pages().forEach(follow);
  context.on('page', follow);
  // Secrets are learned on their way out, as the relay's watch learns them.
  context.on('request', (request) => {
    const path = new URL(request.url()).pathname;
    if (!path.startsWith('/api/')) return;
    const { authorization } = request.headers();
    watch.request(path, authorization === undefined ? {} : { authorization });
    if (request.method() === 'POST') watch.body(path, request.postDataBuffer() ?? Buffer.alloc(0));
  });
  return Object.freeze({
    names: () => [
      ...downloads.map((download) => download.suggestedFilename()),
      ...texts.map(({ name }) => name),
    ],
    take: (name: string, text: string) => void texts.push({ name, bytes: Buffer.from(text) }),
    async expectClean() {
      const saved = downloads.map(async (download) => ({
        name: download.suggestedFilename(),
        bytes: await readFile(await download.path()),
      }));
      const found = [...texts, ...(await Promise.all(saved))].flatMap(({ name, bytes }) =>
        openedFile(bytes).flatMap((part) => [
          ...scanner.found(part).map((secret) => `${secret} in ${name}`),
          ...(watch.known.isIn(part) ? [`the secret of a link, or a token, in ${name}`] : []),
        ]),
      );
      expect(found, 'secrets in files that were saved').toEqual([]);
    },
  });
}
