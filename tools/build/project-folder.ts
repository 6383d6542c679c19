import { resolve } from 'node:path'

/** The repository's root: what Electron opens, and where every tool works. */
export const projectFolder = resolve(import.meta.dirname, '..', '..')
