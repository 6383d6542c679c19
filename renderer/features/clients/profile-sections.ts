import type { ComponentType } from 'react'
import { FundingSection } from '../packages/funding-section.tsx'
import { FeesSection } from '../fees/fees-section.tsx'
import { MoneySection } from '../payments/money-section.tsx'
import { ContactSection } from './contact-section.tsx'
import { PastSection, UpcomingSection } from './sessions-section.tsx'

/** A part of the profile: it reads what it shows by itself, and draws a `ProfileSection`. */
export interface ClientSection {
  readonly id: string
  readonly Section: ComponentType<{ clientId: string }>
}

/** What stands on a client's profile, from top to bottom. Another feature adds its part here. */
export const profileSections: readonly ClientSection[] = [
  { id: 'contact', Section: ContactSection },
  { id: 'upcoming', Section: UpcomingSection },
  { id: 'funding', Section: FundingSection },
  { id: 'fees', Section: FeesSection },
  { id: 'money', Section: MoneySection },
  { id: 'past', Section: PastSection },
]
