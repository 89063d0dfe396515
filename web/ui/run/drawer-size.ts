/** Heights of the drawer in px. */
export const DRAWER_LEAST_PX = 120;
/** What stays for the canvas above it, with the top bar. */
const KEPT_ABOVE_PX = 260;
const STEP_PX = 16;
const FAR_STEP_PX = 64;

export function mostDrawerHeight(windowHeight: number): number {
  return Math.max(DRAWER_LEAST_PX, windowHeight - KEPT_ABOVE_PX);
}

export function drawerHeight(wanted: number, windowHeight: number): number {
  return Math.round(Math.min(mostDrawerHeight(windowHeight), Math.max(DRAWER_LEAST_PX, wanted)));
}

/** The height after a key on the handle; null for keys that mean nothing there. */
export function heightAfterKey(
  key: { readonly key: string; readonly shiftKey: boolean },
  height: number,
  windowHeight: number,
): number | null {
  const step = key.shiftKey ? FAR_STEP_PX : STEP_PX;
  switch (key.key) {
    case 'ArrowUp':
      return drawerHeight(height + step, windowHeight);
    case 'ArrowDown':
      return drawerHeight(height - step, windowHeight);
    case 'Home':
      return DRAWER_LEAST_PX;
    case 'End':
      return mostDrawerHeight(windowHeight);
    default:
      return null;
  }
}
