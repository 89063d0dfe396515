import type { Locator } from '@playwright/test';

/** Texts that reach out of a box to the side, seen by whoever looks at it; what an own box cuts or scrolls does not. */
export function spilledTexts(box: Locator): Promise<readonly string[]> {
  return box.evaluate((element) => {
    const outer = element.getBoundingClientRect();
    const cuts = (inner: Element): boolean => {
      for (let each: Element | null = inner; each !== null && each !== element; each = each.parentElement)
        if (getComputedStyle(each).overflowX !== 'visible') return true;
      return false;
    };
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const spilled: string[] = [];
    for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
      const parent = text.parentElement;
      const range = document.createRange();
      range.selectNodeContents(text);
      const { left, right, width } = range.getBoundingClientRect();
      const isOut = width > 1 && (left < outer.left - 1 || right > outer.right + 1);
      if (isOut && parent !== null && !cuts(parent)) spilled.push((text.textContent ?? '').slice(0, 80));
    }
    return spilled;
  });
}
