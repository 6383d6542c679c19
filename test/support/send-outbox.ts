/** Opens a studio's file and sends its outbox until somebody ends this process: `node send-outbox.ts FILE NOW`. */
import { openStudioApp } from '../../main/studio-app.ts'
import { migrations } from './studio-template.ts'

const [file, now] = process.argv.slice(2)
const app = openStudioApp({ file: file!, migrations, clock: () => Date.parse(now!) })
app.sender.start()
// The sender's own timers keep no process alive.
setInterval(() => {}, 1_000)
