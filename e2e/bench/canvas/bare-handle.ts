import type { Viewport } from '@xyflow/svelte';

/** What the bench moves on the bare page; filled in by the page. */
export interface BareHandle {
  setStatus?: (status: string) => void;
  look?: (viewport: Viewport) => void;
}
