import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openSqliteServer } from '../../../cloud/storage/sqlite-server.ts'
import { freePort } from '../../support/server-process.ts'
import { startChild, type Child } from '../support/child.ts'
import { Desk } from '../support/desk.ts'
import type { Random } from '../support/random.ts'
import { compareLogs } from './compare-logs.ts'
import { connectDesk } from './connect-desk.ts'

const laptopProcess = join(import.meta.dirname, 'laptop-process.ts')
const cloudProcess = join(import.meta.dirname, '..', '..', '..', 'cloud', 'index.ts')
const killsPerLife = 6

/**
 * A laptop that books and pushes, and an endpoint that stores, each a process of its own. One of the
 * two is killed at a random moment and started again, some times; then both are left alone.
 */
export async function killEitherSide(
  folder: string,
  random: Random,
): Promise<{ kills: number; events: number; problems: string[] }> {
  const studio = join(folder, 'studio.db')
  const cloudFolder = join(folder, 'cloud')
  const port = await freePort()
  const startCloud = async (): Promise<Child> => {
    const child = startChild(cloudProcess, ['--data-dir', cloudFolder, '--port', String(port)])
    if ((await child.line('FitFlow cloud endpoint on')) === null) {
      throw new Error(`The endpoint did not start: ${(await child.ended).errors}`)
    }
    return child
  }
  let cloud = await startCloud()
  const server = await openSqliteServer(join(cloudFolder, 'cloud.db'))
  const desk = Desk.open(studio)
  desk.signIn()
  await connectDesk(desk, server, `http://127.0.0.1:${port}`)
  desk.close()

  const startLaptop = (mode: 'work' | 'settle') =>
    startChild(laptopProcess, [studio, String(random.below(2 ** 31)), mode])
  let laptop = startLaptop('work')
  await laptop.line('working')
  for (let kills = 0; kills < killsPerLife; kills += 1) {
    await sleep(random.below(500))
    if (random.chance(0.5)) {
      laptop.kill()
      await laptop.ended
      laptop = startLaptop('work')
      await laptop.line('working')
    } else {
      cloud.kill()
      await cloud.ended
      cloud = await startCloud()
    }
  }
  laptop.kill()
  await laptop.ended
  const settled = startLaptop('settle')
  const { code, errors, output } = await settled.ended
  const problems = code === 0 ? [] : [`the laptop did not settle: ${errors}${output}`]
  cloud.kill()
  await cloud.ended
  problems.push(...(await compareLogs(studio, server)))
  const [count] = await server.all<{ n: number }>('SELECT count(*) AS n FROM events', [])
  await server.close()
  return { kills: killsPerLife, events: count?.n ?? 0, problems }
}
