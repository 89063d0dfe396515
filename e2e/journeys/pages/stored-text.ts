import type { Page } from '@playwright/test';

/** Everything that the browser keeps for the page and everything that it shows, as one text to search. */
export async function storedText(page: Page): Promise<string> {
  const stored = await page.evaluate(async () => {
    const decode = (value: unknown): unknown => {
      if (value instanceof ArrayBuffer) return new TextDecoder('latin1').decode(value);
      if (ArrayBuffer.isView(value)) return new TextDecoder('latin1').decode(value as Uint8Array);
      if (value instanceof Map) return [...value].map(decode);
      if (Array.isArray(value)) return value.map(decode);
      if (typeof value === 'object' && value !== null)
        return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, decode(inner)]));
      return value;
    };
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('the database does not answer'));
      });
    const dump: unknown[] = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await answer(indexedDB.open(name ?? ''));
      for (const store of database.objectStoreNames) {
        const all = database.transaction(store).objectStore(store);
        dump.push(name, store, await answer(all.getAllKeys()), decode(await answer(all.getAll())));
      }
      database.close();
    }
    return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, dump]);
  });
  return `${stored}\n${await page.content()}`;
}
