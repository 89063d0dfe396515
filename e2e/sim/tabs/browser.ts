import type { Pack, PackIndex, PackStore } from '../../../web/adapters/pack-store.ts';
import type { Role } from '#shared/protocol/roles.ts';
import type { HostLock } from '../../../web/engine/ports.ts';

/** What the tabs of one browser share: locks, disk, and who one is. */
export interface Browser {
  readonly personName: string;
  readonly flowId: string;
  secret: string;
  readonly role: Role;
  /** The run that its link is for; null = the whole flow. */
  readonly runId: string | null;
  readonly linkId: string;
  readonly personId: string;
  /** Its link was ended by the owner. */
  isRevoked: boolean;
  /** Changes of the document that lie on its disk. */
  readonly changes: Uint8Array[];
  /** What the relay gave it to prove who it was before. */
  person: string;
  readonly packs: PackStore;
  /** Locks of a tab are freed when it is gone. */
  readonly lockOf: (tab: string) => HostLock;
  readonly freeLocks: (tab: string) => void;
}

export function createBrowser(
  options: Pick<
    Browser,
    'personName' | 'flowId' | 'secret' | 'role' | 'runId' | 'linkId' | 'personId' | 'person'
  >,
): Browser {
  const holders = new Map<string, string>();
  return {
    ...options,
    ...{ changes: [], isRevoked: false },
    packs: createPackDisk(),
    lockOf: (tab) => ({
      take: async (runId) => {
        if (holders.has(runId)) return null;
        holders.set(runId, tab);
        return () => {
          if (holders.get(runId) === tab) holders.delete(runId);
        };
      },
    }),
    freeLocks(tab) {
      for (const [runId, holder] of holders) if (holder === tab) holders.delete(runId);
    },
  };
}

/** The part of IndexedDB that the output cache uses. */
function createPackDisk(): PackStore {
  const indexes = new Map<string, PackIndex>();
  const packs = new Map<string, Pack>();
  return {
    loadIndexes: async () => [...indexes.values()],
    loadPack: async (id) => packs.get(id) ?? null,
    async write(batch) {
      for (const index of batch.indexes) indexes.set(index.id, index);
      for (const pack of batch.packs) packs.set(pack.id, pack);
      for (const id of batch.evicted) packs.delete(id);
    },
    async clear() {
      indexes.clear();
      packs.clear();
    },
  };
}
