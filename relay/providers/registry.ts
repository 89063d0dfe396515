import { claude } from './claude/module.ts';
import { custom } from './custom/module.ts';
import { demo } from './demo/module.ts';
import { fireworks } from './fireworks/module.ts';
import { glm } from './glm/module.ts';
import { huggingface } from './huggingface/module.ts';
import { mistral } from './mistral/module.ts';
import { openai } from './openai/module.ts';
import { openrouter } from './openrouter/module.ts';
import type { ProviderModule } from './types.ts';

/** All providers, in the order in which people see them. A new one is a folder and a line here. */
export const PROVIDER_MODULES: readonly ProviderModule[] = [
  demo,
  mistral,
  glm,
  openrouter,
  huggingface,
  fireworks,
  openai,
  claude,
  custom,
];
