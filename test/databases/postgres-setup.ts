/** Starts the server of all tests on PostgreSQL, with a database that has every table and no row. */
import type { TestProject } from 'vitest/node';
import { migrations } from '#hub/rooms.ts';
import { openStore } from '#hub/store/database.ts';
import { PostgresServer } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the server, without a database. */
    postgres: string;
  }
}

export const TEMPLATE = 'kawei_template';

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const server = await PostgresServer.start();
  await server.query(`create database ${TEMPLATE}`);
  await (await openStore(server.url(TEMPLATE), migrations)).destroy();
  project.provide('postgres', server.url(''));
  return () => server.stop();
}
