import type { Server } from 'node:http';
import type { CDPSession, Page } from '@playwright/test';

export function serveApp(): Promise<Server>;
export function openApp(options?: Record<string, unknown>): Promise<{ page: Page; cdp: CDPSession; close(): Promise<void> }>;
export function show(page: Page, run: 'workersRun' | 'deadlockRun' | 'busyRun', argument?: number): Promise<void>;
