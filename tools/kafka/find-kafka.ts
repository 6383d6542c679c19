import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

import { cacheFolder } from '../machine/cache-folder.ts'
import { makeOnce } from '../machine/make-once.ts'
import { findOnPath, readCommand } from '../machine/run-command.ts'
import { say } from '../machine/say.ts'

const VERSION = '4.3.1'
const OLDEST_JAVA = 17
/** Where Maven Central could not be reached it is not asked again for so long. */
const ASK_AGAIN_MS = 12 * 60 * 60_000

/** The Kafka to test with: a real one that runs here, or why there is none. */
export type KafkaRuntime =
  | {
      readonly kind: 'real'
      readonly version: string
      readonly java: string
      readonly jars: string
    }
  | { readonly kind: 'none'; readonly reason: string }

let found: Promise<KafkaRuntime> | undefined

/**
 * A real Kafka where Java and Maven are: its jars come from Maven Central once, and are kept in the cache.
 * Never fails: where it cannot be had, the reason is said, and tests use librdkafka's mock cluster. So they do with
 * FITFLOW_KAFKA=mock.
 */
export function findKafka(): Promise<KafkaRuntime> {
  found ??= find()
  return found
}

/** One line for people: which Kafka the tests ran against. */
export async function describeKafka(): Promise<string> {
  const kafka = await findKafka()
  return kafka.kind === 'real'
    ? `Kafka: a real one, ${kafka.version}; where it is not said otherwise, librdkafka’s mock cluster`
    : `Kafka: librdkafka’s mock cluster, no real one (${kafka.reason})`
}

async function find(): Promise<KafkaRuntime> {
  if (process.env['FITFLOW_KAFKA'] === 'mock') return none('FITFLOW_KAFKA is mock')
  // Windows' Java wants other separators, and nobody has tried it there.
  if (process.platform === 'win32') return none('not tried on Windows')
  const java = findOnPath('java')
  if (java === undefined) return none('there is no Java')
  const { stderr } = await readCommand(java, ['-version'], { timeoutMs: 30_000 })
  const javaVersion = Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0)
  if (javaVersion < OLDEST_JAVA) return none(`Java is older than ${OLDEST_JAVA}`)
  const jars = join(cacheFolder(), `kafka-${VERSION}`)
  if (!existsSync(jars)) {
    const reason = await fetchJars(jars)
    if (reason !== null) return none(reason)
  }
  return { kind: 'real', version: VERSION, java, jars }
}

function none(reason: string): KafkaRuntime {
  return { kind: 'none', reason }
}

/** Null when they are there, otherwise why not. */
async function fetchJars(folder: string): Promise<string | null> {
  const maven = findOnPath('mvn')
  if (maven === undefined) return 'there is no Maven'
  const failed = `${folder}.failed`
  const age = Date.now() - (statSync(failed, { throwIfNoEntry: false })?.mtimeMs ?? 0)
  if (age < ASK_AGAIN_MS) return readFileSync(failed, 'utf8')
  try {
    await makeOnce(folder, async (draft) => {
      say(`Fetching Kafka ${VERSION} (54 MB) from Maven Central, once, to ${folder}.`)
      const pom = join(import.meta.dirname, 'pom.xml')
      const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${draft}`]
      // Strict: an archive whose checksum is wrong is not taken.
      const { code, stdout } = await readCommand(maven, ['-q', '-B', '-C', '-f', pom, ...goal], {
        timeoutMs: 180_000,
      })
      if (code !== 0) throw new Error(stdout)
    })
    rmSync(failed, { force: true })
    return null
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    const reason = 'Maven Central did not deliver it'
    await mkdir(cacheFolder(), { recursive: true })
    writeFileSync(failed, reason)
    return reason
  }
}
