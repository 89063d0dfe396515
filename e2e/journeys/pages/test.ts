import { test as base } from '@playwright/test';
import { keepDiary } from './diary.ts';
import { createEditorPage, type EditorPage } from './editor-page.ts';
import { createHomePage, type HomePage } from './home-page.ts';
import { watchExports, type ExportWatch } from './watch-exports.ts';

export { expect } from '@playwright/test';

interface Pages {
  readonly home: HomePage;
  readonly editor: EditorPage;
  /** Runs beside every test. */
  readonly diary: void;
  /** Runs beside every test: what the browser saves holds no secret. */
  readonly exports: ExportWatch;
}

/** On the shared relay, which has no key: runs use the demo. */
export const test = base.extend<Pages>({
  home: async ({ page }, use) => use(createHomePage(page)),
  editor: async ({ page }, use) => use(createEditorPage(page)),
  diary: [
    async ({ context }, use, testInfo) => {
      const tell = keepDiary(context);
      await use();
      await tell(testInfo);
    },
    { auto: true },
  ],
  exports: [
    async ({ context }, use) => {
      const watch = watchExports(context);
      await use(watch);
      await watch.expectClean();
    },
    { auto: true },
  ],
});
