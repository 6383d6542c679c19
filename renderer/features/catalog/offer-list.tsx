import { Archive, ArchiveRestore, ChevronDown, ChevronUp, Pencil } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { shownOfCatalog, type OfferKind } from '../../../shared/manage-catalog.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { AffectedList } from './affected-list.tsx'
import styles from './catalog.module.css'
import { LeftBehind } from './left-behind.tsx'
import { useSaid } from './use-said.ts'

interface Offer {
  readonly id: string
  readonly name: string
  readonly facts: string
  readonly isActive: boolean
}

export interface OfferListProps {
  kind: OfferKind
  label: string
  /** Those in use first. */
  offers: readonly Offer[]
  onEdit: (id: string) => void
}

/** Trainers, services or rooms in their order: change, put elsewhere, retire and bring back. */
export function OfferList({ kind, label, offers, onEdit }: OfferListProps): ReactNode {
  const move = useCommand('catalog.move', { toastFailures: true })
  const bringBack = useCommand('catalog.bringBack', { toastFailures: true })
  const said = useSaid()
  const [retiring, setRetiring] = useState<Offer | null>(null)
  const active = offers.filter(({ isActive }) => isActive).length

  async function moveTo({ id, name }: Offer, position: number): Promise<void> {
    const result = await move.run({ kind, id, position })
    if (result.ok) said(words.catalog.movedTo(name), result.value.undo)
  }

  async function restore({ id, name }: Offer): Promise<void> {
    const result = await bringBack.run({ kind, id })
    if (result.ok) said(words.catalog.back(name), result.value.undo)
  }

  return (
    <>
      <ul className={styles.list} aria-label={label}>
        {offers.map((offer, index) => (
          <li key={offer.id} className={styles.row}>
            <div className={styles.text}>
              <span className={styles.name}>{offer.name}</span>
              <span className={styles.hint}>{offer.facts}</span>
            </div>
            {offer.isActive ? (
              <>
                <IconButton
                  icon={ChevronUp}
                  label={words.catalog.up(offer.name)}
                  isDisabled={index === 0}
                  onPress={() => void moveTo(offer, index - 1)}
                />
                <IconButton
                  icon={ChevronDown}
                  label={words.catalog.down(offer.name)}
                  isDisabled={index === active - 1}
                  onPress={() => void moveTo(offer, index + 1)}
                />
                <IconButton
                  icon={Pencil}
                  label={words.catalog.edit(offer.name)}
                  onPress={() => onEdit(offer.id)}
                />
                <IconButton
                  icon={Archive}
                  label={words.catalog.retire(offer.name)}
                  onPress={() => setRetiring(offer)}
                />
              </>
            ) : (
              <>
                <Badge>{words.catalog.retired}</Badge>
                <Button icon={ArchiveRestore} onPress={() => void restore(offer)}>
                  {words.catalog.bringBack}
                </Button>
              </>
            )}
          </li>
        ))}
      </ul>
      {retiring && <Retire kind={kind} offer={retiring} onClose={() => setRetiring(null)} />}
    </>
  )
}

function Retire({
  kind,
  offer,
  onClose,
}: {
  kind: OfferKind
  offer: Offer
  onClose: () => void
}): ReactNode {
  const retire = useCommand('catalog.retire')
  const consequence = useQueryOf('catalog.retireConsequence', { kind, id: offer.id })
  const said = useSaid()
  async function confirm(): Promise<void> {
    const shown = shownOfCatalog(consequence.data)
    const result = await retire.run({ kind, id: offer.id, ...shown })
    if (!result.ok) return
    said(words.catalog.retiredNow(offer.name), result.value.undo)
    onClose()
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={words.catalog.retireTitle(offer.name)}
      footer={
        <>
          <Button onPress={onClose}>{words.ui.close}</Button>
          <Button
            variant="danger"
            isPending={retire.isPending}
            isDisabled={!consequence.data}
            onPress={() => void confirm()}
          >
            {words.catalog.confirmRetire}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <p>{words.catalog.retireBody}</p>
        {consequence.data && <LeftBehind consequence={consequence.data} />}
        <AffectedList about={{ [`${kind}Id`]: offer.id }} mustDecide={kind !== 'service'} />
        <FormError error={retire.failure} />
      </div>
    </Dialog>
  )
}
