/**
 * Every guest test program of tests/programs on real workers in Chromium, with what programs.json expects. The same list
 * runs on worker threads of Node.js in web/src/real.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { BareAddress } from './addresses.js';
