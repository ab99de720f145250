import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const at = (path: string) => resolve(import.meta.dirname, path);

/** One build for every door: the desktop's main and preload, the headless host and CLI, the engine's thread, the page. */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      rolldownOptions: {
        input: {
          main: at('electron/desktop/main.ts'),
          cli: at('electron/cli/cli.ts'),
          'engine-worker': at('electron/host/engine-worker.ts'),
          'traffic-worker': at('electron/engine/oversight/traffic-worker.ts'),
          'upkeep-worker': at('electron/engine/upkeep/upkeep-worker.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rolldownOptions: {
        input: { preload: at('electron/desktop/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react(), tailwindcss()],
    build: {
      outDir: 'out/renderer',
      minify: true,
      rolldownOptions: { input: at('renderer/index.html') },
    },
  },
});
