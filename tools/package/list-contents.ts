import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { projectFolder } from '../build/project-folder.ts'

/** One library, as CycloneDX describes it; only what is read here. */
interface Component {
  readonly type: string
  readonly name: string
  readonly group?: string
  readonly version: string
  readonly purl: string
  readonly 'bom-ref'?: string
  readonly licenses: readonly { readonly license?: { readonly id?: string } }[]
}
interface Bom {
  readonly metadata: object
  readonly components?: readonly Component[]
  readonly dependencies?: readonly {
    readonly ref: string
    readonly dependsOn?: readonly string[]
  }[]
}

const nodeModules = join(projectFolder, 'node_modules')
const isLicence = /^(licen[cs]e|copying|unlicense|notice)(\.|-|$)/i

/**
 * Writes to `out/legal` what goes out with the app: our licence, the licences of all that is inside, and
 * one list of it (`sbom.cdx.json`, CycloneDX 1.7), from the lists that the build made of each bundle.
 * Electron and better-sqlite3 are in no bundle and are added.
 *
 * @throws Error when a library of a bundle is not installed in the version that was bundled
 */
export async function listContents(electronVersion: string): Promise<void> {
  const boms = await Promise.all(['main', 'preload', 'renderer'].map(readBom))
  const components = [
    ...boms.flatMap(({ components: own }) => own ?? []),
    await outsideTheBundles('better-sqlite3'),
    { ...(await outsideTheBundles('electron')), version: electronVersion },
  ]
  const byPlace = new Map(components.map((component) => [component.purl, component]))
  const all = [...byPlace.values()].toSorted((a, b) => fullName(a).localeCompare(fullName(b), 'en'))
  const list = {
    $schema: 'http://cyclonedx.org/schema/bom-1.7.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.7',
    version: 1,
    metadata: boms[0]?.metadata,
    components: all,
    dependencies: boms.flatMap(({ dependencies }) => dependencies ?? []).filter(isFirst()),
  }
  const folder = join(projectFolder, 'out', 'legal')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'sbom.cdx.json'), `${JSON.stringify(list, null, 2)}\n`)
  await writeFile(join(folder, 'THIRD-PARTY-NOTICES.txt'), await noticesOf(all))
  await copyFile(join(projectFolder, 'LICENSE'), join(folder, 'LICENSE.txt'))
}

async function readBom(bundle: string): Promise<Bom> {
  const text = await readFile(join(projectFolder, 'out', bundle, 'sbom.json'), 'utf8')
  return JSON.parse(text) as Bom
}

async function outsideTheBundles(name: string): Promise<Component> {
  const text = await readFile(join(nodeModules, name, 'package.json'), 'utf8')
  const { version, license } = JSON.parse(text) as { version: string; license: string }
  const purl = `pkg:npm/${name}@${version}`
  const licenses = [{ license: { id: license } }]
  return { type: 'library', name, version, purl, 'bom-ref': purl, licenses }
}

/** A library may be in more than one bundle: the first list of what it needs is kept. */
function isFirst() {
  const seen = new Set<string>()
  return ({ ref }: { ref: string }): boolean => !seen.has(ref) && Boolean(seen.add(ref))
}

function fullName({ group, name }: Component): string {
  return group === undefined ? name : `${group}/${name}`
}

async function noticesOf(components: readonly Component[]): Promise<string> {
  const parts = await Promise.all(components.map(noticeOf))
  const head =
    'FitFlow contains the work of others, under their licences:\n\n' +
    'The licences of Chromium and of all in it, Node.js among them, are in LICENSES.chromium.html.\n' +
    'SQLite, which is inside better-sqlite3, is in the public domain.\n'
  return [head, ...parts].join(`\n${'─'.repeat(78)}\n\n`)
}

async function noticeOf(component: Component): Promise<string> {
  const name = fullName(component)
  const ids = component.licenses.map(({ license }) => license?.id ?? 'see below')
  const texts = await licenceTexts(name, component.version)
  return `${name} ${component.version} (${ids.join(', ')})\n\n${texts}\n`
}

/** What its licence files say; of a package that comes without one, who made it. */
async function licenceTexts(name: string, version: string): Promise<string> {
  const folder = await folderOf(name, version)
  const files = (await readdir(folder)).filter((file) => isLicence.test(file)).toSorted()
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  if (texts.length > 0) return texts.map((text) => text.trim()).join('\n\n')
  const { author, repository } = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  ) as { author?: unknown; repository?: unknown }
  return `It comes without a text of its licence. ${JSON.stringify({ author, repository })}`
}

/** Where npm put this very version: outermost, or inside the library that needs it. */
async function folderOf(name: string, version: string): Promise<string> {
  const lock = JSON.parse(await readFile(join(projectFolder, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version?: string }>
  }
  const place = Object.keys(lock.packages).find(
    (each) => each.endsWith(`node_modules/${name}`) && lock.packages[each]?.version === version,
  )
  // The Electron that is packaged may be another one than the one that is declared.
  if (place === undefined && name !== 'electron') {
    throw new Error(`${name} ${version} is bundled and not in package-lock.json.`)
  }
  return join(projectFolder, place ?? `node_modules/${name}`)
}
