/**
 * Where a test's database is: by default a file of its own; in the project `postgres` (vitest.config.ts), which runs the
 * same tests, a database of its own on the server that the project has started.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { inject } from 'vitest';
import { isPostgresUrl } from '#hub/store/postgres.ts';
import { TEMPLATE } from './postgres-setup.ts';
import { askAt } from './server.ts';

/** Whether these tests run on PostgreSQL. */
export const onPostgres = process.env.KAWEI_TEST_STORE === 'postgres';
const made: string[] = [];

/** Drops what the tests of one file have made. */
export async function dropMade(): Promise<void> {
  for (const name of made.splice(0)) await ask(`drop database if exists ${name} with (force)`);
}

/** A database with every table and no row: what {@link openStore} takes. */
export async function freshPlace(directory: string): Promise<string> {
  return (await freshPostgres()) || join(directory, 'kawei.db');
}

/** Address of a fresh database on PostgreSQL; '' where the tests run on SQLite. */
export function freshPostgres(): Promise<string> {
  return onPostgres ? make(TEMPLATE) : Promise.resolve('');
}

/** A database that has what another has, which nobody may be using; '' where that is a file. */
export function copyOfPostgres(place: string): Promise<string> {
  return isPostgresUrl(place) ? make(new URL(place).pathname.slice(1)) : Promise.resolve('');
}

/** A database without a table. */
export function emptyPostgres(): Promise<string> {
  return onPostgres ? make('template0') : Promise.resolve('');
}

async function make(template: string): Promise<string> {
  const name = `t_${randomBytes(8).toString('hex')}`;
  await ask(`create database ${name} template ${template}`);
  made.push(name);
  return `${inject('postgres')}${name}`;
}

async function ask(sql: string): Promise<void> {
  await askAt(`${inject('postgres')}postgres`, sql);
}
