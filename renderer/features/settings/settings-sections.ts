import {
  CalendarOff,
  Cloud,
  Dumbbell,
  HardDriveDownload,
  ListChecks,
  Scale,
  Store,
  Ticket,
  Users,
  type LucideIcon,
} from 'lucide-react'
import type { ComponentType } from 'react'
import { words } from '../../../shared/words/index.ts'
import { BackupSection } from '../backups/backup-section.tsx'
import { ProductSettings } from '../packages/product-settings.tsx'
import { StaffSection } from '../staff/staff-section.tsx'
import { AwaySection } from '../catalog/away-section.tsx'
import { ServicesSection } from '../catalog/services-section.tsx'
import { TrainersSection } from '../catalog/trainers-section.tsx'
import { SyncSection } from '../sync/sync-section.tsx'
import { PolicySection } from './policy-section.tsx'
import { StudioSection } from './studio-section.tsx'

/** One page of the settings. */
interface SettingsSection {
  /** Stable and unique: part of the ids that connect the list with the page. */
  readonly id: string
  readonly title: string
  readonly icon: LucideIcon
  /** Shows and saves what it is about; the frame gives it the heading and the scrolling. */
  readonly component: ComponentType
}

/**
 * Every page of the settings, in the order of the list. A feature that has something to set adds
 * its own here.
 */
export const settingsSections: readonly SettingsSection[] = [
  { id: 'studio', title: words.settings.studio.title, icon: Store, component: StudioSection },
  { id: 'policy', title: words.policy.title, icon: Scale, component: PolicySection },
  { id: 'products', title: words.packages.settingsTitle, icon: Ticket, component: ProductSettings },
  { id: 'staff', title: words.staff.title, icon: Users, component: StaffSection },
  { id: 'trainers', title: words.catalog.trainers, icon: Dumbbell, component: TrainersSection },
  { id: 'away', title: words.catalog.away, icon: CalendarOff, component: AwaySection },
  { id: 'services', title: words.catalog.services, icon: ListChecks, component: ServicesSection },
  { id: 'backup', title: words.backups.title, icon: HardDriveDownload, component: BackupSection },
  { id: 'cloud', title: words.sync.title, icon: Cloud, component: SyncSection },
]
