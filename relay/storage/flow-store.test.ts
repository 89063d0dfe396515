import { createMemoryFlowStore } from './memory-flow-store.ts';
import { createPartyFlowStore } from './party-flow-store.ts';
import { createFakePartyStorage } from './testing/fake-party-storage.ts';
import { describeFlowStore } from './testing/flow-store-contract.ts';

describeFlowStore('memory', createMemoryFlowStore);
describeFlowStore('the storage of a room', () => createPartyFlowStore(createFakePartyStorage()));
