/** A model as people call it: the demo is none, and is named the same everywhere. */
export const modelName = (model: string): string => (model === 'demo' ? 'Demo' : model);
