import type { ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { useSignedIn } from '../../app/session.tsx'
import { DescriptionList } from '../../ui/description-list.tsx'
import { SettingsCard } from './settings-card.tsx'

/** What the studio is called, and what was fixed when it was set up. */
export function StudioSection(): ReactNode {
  const { studio } = useSignedIn()
  const say = words.settings.studio
  return (
    <SettingsCard title={say.fixedTitle} hint={say.fixedBody}>
      <DescriptionList
        items={[
          { term: say.zone, value: studio.timeZone },
          { term: say.currency, value: studio.currency },
        ]}
      />
    </SettingsCard>
  )
}
