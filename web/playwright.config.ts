/**
 * The page in Chromium. One worker: the tests measure threads, and the machines have two processors. Three servers: the site,
 * the site without isolation headers, and a bare page with the real machine for the guest test programs.
 */
import { defineConfig } from '@playwright/test';
import { BareAddress, OpenAddress, SiteAddress } from '../tests/web/addresses.js';

const site = process.env['INTERLEAVE_SITE'] ?? '../build/site';
const results = '../build/test-results';
const server = (folder: string, address: string, ...more: string[]): string =>
  ['node server/serve.mjs', folder, '--strict-port --port', new URL(address).port, ...more].join(' ');

export default defineConfig({
  testDir: '../tests/web',
  outputDir: `${results}/playwright`,
  snapshotDir: `${results}/snapshots`,
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: `${results}/playwright.json` }]],
  use: {
    baseURL: SiteAddress,
    viewport: { width: 1440, height: 900 },
    // A page without isolation shall stay one; the service worker has tests of its own.
    serviceWorkers: 'block',
    // Visitors who have been here before; the first visit has a test of its own.
    storageState: { cookies: [], origins: [SiteAddress, OpenAddress].map((address) => ({ origin: new URL(address).origin, localStorage: [{ name: 'interleave.visited', value: 'true' }] })) },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--headless=new', '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'],
    },
  },
  webServer: [
    { command: server(site, SiteAddress), url: SiteAddress },
    { command: server(site, OpenAddress, '--no-isolation'), url: OpenAddress },
    { command: `node ../tests/web/programs/build.mjs && ${server('../build/test-site', BareAddress)}`, url: BareAddress, timeout: 120_000 },
  ],
});
