import { createMemoryStore } from './memory-store.ts';
import { createPartyStore } from './party-store.ts';
import { createFakePartyStorage } from './testing/fake-party-storage.ts';
import { describeRunStore } from './testing/run-store-contract.ts';

describeRunStore('memory', createMemoryStore);
describeRunStore('the storage of a room', () => createPartyStore(createFakePartyStorage()));
