/** The names of what crosses between the page's preload and the main process. Five, and no more. */
export const channels = {
  dispatch: 'rollcall:dispatch',
  event: 'rollcall:event',
  saveFile: 'rollcall:save-file',
  openFolder: 'rollcall:open-folder',
  openExternal: 'rollcall:open-external',
} as const;

/** The page's origin in the desktop app. */
export const pageOrigin = 'app://rollcall';
