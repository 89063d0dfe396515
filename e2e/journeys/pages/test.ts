import { test as base } from '@playwright/test';
import { createEditorPage, type EditorPage } from './editor-page.ts';
import { createHomePage, type HomePage } from './home-page.ts';

export { expect } from '@playwright/test';

interface Pages {
  readonly home: HomePage;
  readonly editor: EditorPage;
}

/** On the shared relay, which has no key: runs use the demo. */
export const test = base.extend<Pages>({
  home: async ({ page }, use) => use(createHomePage(page)),
  editor: async ({ page }, use) => use(createEditorPage(page)),
});
