/** A name that is safe in every file system: a draw's id has a `#`, which addresses would cut off. */
export function fileNameOf(id: string): string {
  return id.replace(/[^A-Za-z0-9_.-]/g, '-');
}
