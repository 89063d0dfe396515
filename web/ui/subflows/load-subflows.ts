/** What a page does with subflows is one file, fetched when somebody does it, or has some of their own. */
export const loadSubflows = async () => (await import('./subflow-part.ts')).subflowPart;
