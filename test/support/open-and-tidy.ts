/** Opens a studio's file and does what waits for the first screen, until somebody ends this process. */
import { openStudioApp } from '../../main/studio-app.ts'
import { migrations } from './studio-template.ts'

const app = openStudioApp({ file: process.argv[2]!, migrations })
await app.tidyUp()
// Its own timers keep no process alive.
setInterval(() => {}, 1_000)
