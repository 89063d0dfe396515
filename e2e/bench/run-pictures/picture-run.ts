import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FlowDocument } from '../../../shared/graph/document.ts';
import type { NodeRegistry } from '../../../web/engine/ports.ts';
import { definition } from '../../../web/nodes/imageGenerator/node.ts';
import { run } from '../../../web/nodes/imageGenerator/run.ts';
import { sketchFlow } from '../../fixtures/sketch-flow.ts';
import { followRun } from '../../tabs/follow-run.ts';
import { openNodeTab } from '../../tabs/node-tab.ts';
import { noisyPng } from './noisy-png.ts';

/** A maker of pictures in OpenAI's format: each prompt's own, all of one size. */
export interface PictureMaker {
  readonly url: string;
  readonly close: () => Promise<void>;
}

export interface PictureSizes {
  /** Pixels. */
  readonly side: number;
  readonly bytes: number;
}

export async function startPictureMaker({ side, bytes }: PictureSizes): Promise<PictureMaker> {
  let made = 0;
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      const picture = Buffer.from(noisyPng((made += 1), side, bytes)).toString('base64');
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ created: 1_760_000_000, data: [{ b64_json: picture }] }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const registry: NodeRegistry = Object.freeze({
  definitions: new Map([[definition.type, definition]]),
  runnerOf: () => run,
});

const COLUMNS = 10;

function flowOfPictures(count: number): FlowDocument {
  const nodes = Array.from({ length: count }, (_, index) => ({
    id: `picture-${index}`,
    type: 'imageGenerator',
    label: `Picture ${index + 1}`,
    column: index % COLUMNS,
    row: Math.floor(index / COLUMNS) * 2,
    model: 'openai/gpt-image-1',
    config: { prompt: `Picture number ${index + 1} of the bench` },
  }));
  return sketchFlow('Many pictures', nodes, []);
}

/** Makes a run with so many pictures at a relay; the address of its page. */
export async function makePictureRun(url: string, count: number): Promise<string> {
  const random = () => randomBytes(18).toString('base64url');
  const flow = { flowId: random(), secret: random() };
  const tab = await openNodeTab({ ...flow, url, name: 'Ann', registry, mayCreate: true });
  const followed = followRun(tab);
  const runId = await tab.start({
    document: flowOfPictures(count),
    scope: { kind: 'all' },
    demo: false,
    useCache: false,
  });
  await followed.sealed;
  const made = followed.entries().filter(({ type }) => type === 'execution.node.completed').length;
  await tab.close();
  if (made !== count) throw new Error(`only ${made} of ${count} pictures were made`);
  return `/r/${runId}#${flow.flowId}.${flow.secret}`;
}
