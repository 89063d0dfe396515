import variant from '@jitl/quickjs-wasmfile-release-sync';
import { newQuickJSWASMModuleFromVariant, newVariant, type QuickJSWASMModule } from 'quickjs-emscripten-core';
import { LIMITS } from '#shared/protocol/limits.ts';

const PAGE_BYTES = 64 * 1_024;
/** What the interpreter itself begins with, its stack included. */
const OWN_PAGES = 256;

/**
 * A fresh interpreter, compiled to WebAssembly: 0.5 MB, fetched when the first node with code runs. Its memory cannot
 * grow past the limit: QuickJS's own count, compiled by emscripten, sees only large pieces (malloc_usable_size is 0
 * there).
 */
export function loadQuickjs(): Promise<QuickJSWASMModule> {
  const maximum = OWN_PAGES + LIMITS.codeMemoryBytes / PAGE_BYTES;
  const wasmMemory = new WebAssembly.Memory({ initial: OWN_PAGES, maximum });
  return newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmMemory }));
}
