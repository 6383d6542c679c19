import type { ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { BrandMark } from '../../app/brand-mark.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import styles from './making-demo.module.css'

/** Shown for the few seconds it takes to make the demo studio: all of it, or nothing. */
export function MakingDemo(): ReactNode {
  return (
    <main tabIndex={-1} className={styles.making}>
      <span className={styles.mark}>
        <BrandMark size={40} />
      </span>
      <h1 className={styles.title}>{words.welcome.makingDemo}</h1>
      <ProgressBar label={words.welcome.makingDemoDetail} value={null} />
    </main>
  )
}
