/** `BrowserWindow` and its `webContents`: a page of the headless Chromium. */
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { app, windowGone } from './app.mjs';
import { preloadShim } from './preload-shim.mjs';
import { session } from './services.mjs';
import { event, state } from './state.mjs';

// app://host/x is shown to Chromium as http://host.app.standin.localhost/x: it cannot learn a scheme, and .localhost
// is a secure context, as app: is
const toHttp = (url) =>
  url.replace(/^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)/, (all, scheme, host) =>
    state.protocols.has(scheme) ? `http://${host}.${scheme}.standin.localhost` : all,
  );
const fromHttp = (url) =>
  url.replace(/^http:\/\/([^/?#]*)\.([a-z][a-z0-9+-]*)\.standin\.localhost/, (all, host, scheme) =>
    state.protocols.has(scheme) ? `${scheme}://${host}` : all,
  );

let nextId = 1;

class WebContents extends EventEmitter {
  id = nextId++;
  session = session.defaultSession;
  #window;
  #openHandler = () => ({ action: 'allow' });

  constructor(window, preferences) {
    super();
    this.#window = window;
    this.opened = this.#open(preferences);
    this.opened.catch((error) => {
      console.error(error);
      app.exit(1);
    });
  }

  async #open(preferences) {
    if (
      preferences.nodeIntegration ||
      preferences.contextIsolation === false ||
      preferences.sandbox === false
    ) {
      throw new Error(
        'electron stand-in: nodeIntegration, and windows without isolation or sandbox, are refused',
      );
    }
    const page = await state.context.newPage();
    this.page = page;
    await page.setViewportSize(this.#window.size);
    await page.exposeBinding('__standin_invoke', ({ frame }, channel, args) =>
      this.#answer(frame, channel, args),
    );
    if (preferences.preload) {
      await page.addInitScript(preloadShim, [readFileSync(preferences.preload, 'utf8'), preferences.preload]);
    }
    const debuggerSession = await state.context.newCDPSession(page);
    this.targetId = (await debuggerSession.send('Target.getTargetInfo')).targetInfo.targetId;
    await debuggerSession.detach();
    page.on('close', () => this.#window.gone());
    page.on('popup', async (popup) => {
      const answer = this.#openHandler({ url: fromHttp(popup.url()) });
      if (answer.action === 'deny') await popup.close();
    });
    page.on('load', () => this.emit('did-finish-load', event()));
    await page.route('**', (route) => this.#serve(route));
  }

  /** Requests of the app's own schemes go to the app's handler; a page that wants to leave is judged by it first. */
  async #serve(route) {
    const request = route.request();
    const url = fromHttp(request.url());
    const leaves = request.isNavigationRequest() && request.frame() === this.page.mainFrame();
    if (leaves && request.url() !== this.loading) {
      const judged = event({ url });
      this.emit('will-navigate', judged, url);
      if (judged.defaultPrevented) return route.abort('aborted');
    }
    const handler = state.protocols.get(url.split(':')[0]);
    if (handler === undefined) return route.fallback();
    const answer = await handler({ url, method: request.method(), headers: new Headers(request.headers()) });
    return route.fulfill({
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: Buffer.from(await answer.arrayBuffer()),
    });
  }

  async #answer(frame, channel, args) {
    const sender = { url: fromHttp(frame.url()), parent: frame.parentFrame() };
    const handler = state.handlers.get(channel);
    if (handler === undefined) return { error: `Error: No handler registered for '${channel}'` };
    try {
      return { value: structuredClone(await handler(event({ sender: this, senderFrame: sender }), ...args)) };
    } catch (error) {
      return { error: String(error) };
    }
  }

  send(channel, ...args) {
    const copied = structuredClone(args);
    void this.opened
      .then(() => this.page.evaluate(([c, a]) => globalThis.__standin_deliver?.(c, a), [channel, copied]))
      .catch(() => {});
  }

  setWindowOpenHandler(handler) {
    this.#openHandler = handler;
  }

  getURL() {
    return this.page ? fromHttp(this.page.url()) : '';
  }

  isDestroyed() {
    return this.#window.isDestroyed();
  }
}

export class BrowserWindow extends EventEmitter {
  static #next = 1;
  id = BrowserWindow.#next++;
  #gone = false;
  #visible;
  #done;

  constructor(options = {}) {
    if (!state.ready) throw new Error('Cannot create BrowserWindow before app is ready');
    super();
    this.size = { width: options.width ?? 800, height: options.height ?? 600 };
    this.#visible = options.show !== false;
    this.closed = new Promise((ok) => {
      this.#done = ok;
    });
    state.windows.add(this);
    this.webContents = new WebContents(this, options.webPreferences ?? {});
    app.emit('browser-window-created', event(), this);
  }

  async loadURL(url) {
    const contents = this.webContents;
    await contents.opened;
    contents.loading = new URL(toHttp(url)).href;
    await contents.page.goto(contents.loading, { waitUntil: 'load' });
    contents.loading = undefined;
    this.emit('ready-to-show');
  }

  show() {
    this.#visible = true;
  }

  isVisible() {
    return this.#visible;
  }

  focus() {
    void this.webContents.page?.bringToFront();
  }

  isMinimized() {
    return false;
  }

  restore() {}

  isDestroyed() {
    return this.#gone;
  }

  close() {
    const asked = event();
    this.emit('close', asked);
    if (asked.defaultPrevented) this.#done();
    else void this.webContents.opened.then(() => this.webContents.page.close());
  }

  gone() {
    if (this.#gone) return;
    this.#gone = true;
    state.windows.delete(this);
    this.emit('closed');
    this.#done();
    windowGone();
  }

  static getAllWindows() {
    return [...state.windows];
  }

  static fromWebContents(contents) {
    return [...state.windows].find((w) => w.webContents === contents) ?? null;
  }

  static fromId(id) {
    return [...state.windows].find((w) => w.id === id) ?? null;
  }
}

/** Playwright asks for the window behind a page by these. */
export const webContents = {
  getAllWebContents: () => [...state.windows].map((w) => w.webContents),
  fromId: (id) => [...state.windows].find((w) => w.webContents.id === id)?.webContents,
  fromDevToolsTargetId: (target) =>
    [...state.windows].find((w) => w.webContents.targetId === target)?.webContents,
};
