import type { Morning } from '../morning.ts';
export function plant(_name: string, _morning: Morning): void {}
