import type { AppState } from '../../state/app-state.ts';
import { copyText } from '../kit/copy-text.ts';

/** Copies an address and says so, with what it allows. `title` as in "Editor link". */
export async function copyLink(
  app: AppState,
  link: { readonly url: string; readonly title: string; readonly allows: string },
): Promise<void> {
  const isCopied = await copyText(link.url);
  app.toasts.show(
    isCopied
      ? { status: 'done', title: `${link.title} copied`, text: link.allows, durationInMs: 4_000 }
      : {
          status: 'failed',
          title: 'The browser did not let Weft copy',
          text: 'Select the address and copy it by hand.',
        },
  );
}
