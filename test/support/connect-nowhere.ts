import { dirname, join } from 'node:path'
import { onItsOwn } from '../../main/db/unit-of-work.ts'
import { noSecrets } from '../../main/features/secrets.ts'
import { saveLink } from '../../main/sync/sync-link.ts'
import { TokenStore } from '../../main/sync/token-store.ts'
import type { WholeStudio } from './whole-studio.ts'

/** What the tokens of {@link connectNowhere} are locked with. */
export const passphrase = 'a long passphrase'

/** Connects the computer to an endpoint that does not answer, with everything saved into a file. */
export function connectNowhere({ app, file, people }: WholeStudio): void {
  const tokens = { token: 't', refreshToken: 'r', expiresAt: app.work.now() }
  new TokenStore(join(dirname(file), 'sync-tokens.json'), noSecrets).save(tokens, passphrase)
  app.work.run(onItsOwn(), (tx) => {
    const pairedBy = people.staff.manager.id
    saveLink(tx, { endpointUrl: 'http://127.0.0.1:1', tenant: 'harbour', pairedBy })
    tx.database.exec('UPDATE sync_link SET exported_through = 1000000')
  })
}
