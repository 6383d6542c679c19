import { mkdtempSync, mkdirSync, rmSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { build } from 'vite'

const root = resolve(import.meta.dirname, '../../..')
/** In the project: what stays outside of the bundle is looked for in the folders above it. */
const cache = join(root, 'node_modules', '.cache')

/**
 * Bundles programs that are started over and over: of a process, or a worker thread, that lives for a
 * second, the other second would go into loading some six hundred files. A program finds its own
 * folder (`import.meta.dirname`) as if nothing had been done to it, and what it starts beside itself.
 *
 * @param programs TypeScript files; each has another name
 * @returns the folder with a file of the same name for each, `.js`; it is gone when this process ends
 */
export async function bundleProcesses(programs: readonly string[]): Promise<string> {
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'faults-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    plugins: [
      {
        name: 'own-folder',
        transform: (code, id) =>
          code.replaceAll('import.meta.dirname', JSON.stringify(dirname(id))),
      },
    ],
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: {
      ssr: true,
      target: 'node24',
      minify: false,
      outDir: folder,
      rolldownOptions: {
        input: Object.fromEntries(programs.map((file) => [basename(file, '.ts'), file])),
        // All in one folder: a worker thread is looked for beside the file that starts it.
        output: { entryFileNames: '[name].js', chunkFileNames: 'part-[hash].js' },
      },
    },
  })
  return folder
}
