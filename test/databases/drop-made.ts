/** Before each file on PostgreSQL: its databases go when it ends. (What is imported is shared by many files.) */
import { afterAll } from 'vitest';
import { dropMade } from './place.ts';

afterAll(dropMade);
