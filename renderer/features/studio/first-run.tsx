import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, type ReactNode } from 'react'
import type { StaffPin } from '../../../shared/staff.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { RecoveryPaper } from '../staff/recovery-paper.tsx'
import { DemoReady } from './demo-ready.tsx'
import styles from './first-run.module.css'
import { MakingDemo } from './making-demo.tsx'
import { SetUpForm } from './set-up-form.tsx'
import { WelcomeChoice } from './welcome-choice.tsx'

export interface FirstRunProps {
  /** The file is about to stop being empty, but this screen still has something to show. */
  onStart: () => void
  /** The person is done here. */
  onDone: () => void
}

type Page =
  | { name: 'choice' }
  | { name: 'setUp' }
  | { name: 'making' }
  | { name: 'code'; code: string; studioName: string }
  | { name: 'demo'; pins: readonly StaffPin[] }

/** What an empty file shows: one's own studio or a demo, and each of them to its end. */
export function FirstRun({ onStart, onDone }: FirstRunProps): ReactNode {
  const [page, setPage] = useState<Page>({ name: 'choice' })
  const client = useQueryClient()
  const createDemo = useCommand('studio.createDemo')

  useEffect(() => {
    document.title = words.shell.appName
  }, [])

  async function makeDemo(): Promise<void> {
    onStart()
    setPage({ name: 'making' })
    const result = await createDemo.run({})
    setPage(result.ok ? { name: 'demo', pins: result.value.pins } : { name: 'choice' })
  }

  async function finish(): Promise<void> {
    // Waits for the answer: leaving earlier would show the empty file's choice once more.
    await client.invalidateQueries({ queryKey: ['studio.status'] })
    onDone()
  }

  return (
    <div className={styles.screen}>
      {page.name === 'choice' && (
        <WelcomeChoice
          onSetUp={() => setPage({ name: 'setUp' })}
          onDemo={() => void makeDemo()}
          failure={createDemo.failure}
        />
      )}
      {page.name === 'setUp' && (
        <SetUpForm
          onStart={onStart}
          onBack={() => setPage({ name: 'choice' })}
          onCreated={(code, studioName) => setPage({ name: 'code', code, studioName })}
        />
      )}
      {page.name === 'code' && (
        <RecoveryPaper
          code={page.code}
          studioName={page.studioName}
          onClose={() => void finish()}
        />
      )}
      {page.name === 'making' && <MakingDemo />}
      {page.name === 'demo' && <DemoReady pins={page.pins} onDone={() => void finish()} />}
    </div>
  )
}
