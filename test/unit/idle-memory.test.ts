/** A thread that worked and came to rest holds no garbage; one that never worked is left alone. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';

const module = new URL('../../electron/engine/base/idle-memory.ts', import.meta.url).href;

/** Fills the old generation, lets go of it, and says after some seconds how much the heap uses, MB. */
function source(collects: boolean): string {
  return `
    const { parentPort } = require('node:worker_threads');
    const used = () => process.memoryUsage().heapUsed / 1e6;
    (async () => {
      const { collectAtRest } = await import(${JSON.stringify(module)});
      if (${collects}) collectAtRest(2000);
      let kept = [];
      const until = performance.now() + 1500;
      while (performance.now() < until && kept.length < 400_000) {
        for (let i = 0; i < 20_000; i++) kept.push({ text: 'a' + i + Math.random() });
        await new Promise((go) => setImmediate(go));
      }
      const full = used();
      kept = null;
      await new Promise((go) => setTimeout(go, 5000));
      parentPort.postMessage({ full, after: used() });
    })();`;
}

async function heap(collects: boolean): Promise<{ full: number; after: number }> {
  const worker = new Worker(source(collects), { eval: true });
  const [found] = (await once(worker, 'message')) as [{ full: number; after: number }];
  await worker.terminate();
  return found;
}

it('gives back at rest what nobody holds any more', { timeout: 30_000 }, async () => {
  const [left, collected] = await Promise.all([heap(false), heap(true)]);
  expect(left.full).toBeGreaterThan(20);
  expect(left.after).toBeGreaterThan(left.full * 0.7);
  expect(collected.after).toBeLessThan(collected.full * 0.5);
});
