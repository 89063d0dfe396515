import { createMemoryPictureStore } from './memory-picture-store.ts';
import { createPartyPictureStore } from './party-picture-store.ts';
import { createFakePartyStorage } from './testing/fake-party-storage.ts';
import { describePictureStore } from './testing/picture-store-contract.ts';

describePictureStore('memory', createMemoryPictureStore);
describePictureStore('the storage of a room', () => createPartyPictureStore(createFakePartyStorage()));
