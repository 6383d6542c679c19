import { ArrowLeft, ChevronLeft, ChevronRight, Printer } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useLocation } from 'wouter'
import type { DayCloseView } from '../../../shared/day-close.ts'
import { addDays, type LocalDate } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { routes } from '../../app/routes.ts'
import { ScreenHeader } from '../../app/screen-header.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { useToasts } from '../../ui/toast.tsx'
import styles from './day-close-screen.module.css'
import { DayFiguresView } from './day-figures-view.tsx'
import { DayReportDialog } from './day-report-dialog.tsx'
import { ToClear } from './to-clear.tsx'

/** The end of a day: what has to be cleared, what the day brought, and the report that is kept. */
export function DayCloseScreen({ onShowDay }: { onShowDay: (date: LocalDate) => void }): ReactNode {
  const [, navigate] = useLocation()
  const [date, setDate] = useState<LocalDate>()
  const view = useQueryOf('day.closing', date === undefined ? {} : { date }, { keepPrevious: true })
  const { data } = view
  return (
    <div className={styles.screen}>
      <ScreenHeader title={words.dayClose.title}>
        <Button variant="ghost" icon={ArrowLeft} onPress={() => navigate(routes.drawer)}>
          {words.dayClose.back}
        </Button>
        {data && (
          <div className={styles.date}>
            <IconButton
              icon={ChevronLeft}
              label={words.dayClose.previous}
              onPress={() => setDate(addDays(data.figures.date, -1))}
            />
            <strong>{formatDate(data.figures.date, 'long')}</strong>
            <IconButton
              icon={ChevronRight}
              label={words.dayClose.next}
              isDisabled={data.figures.date >= data.today}
              onPress={() => setDate(addDays(data.figures.date, 1))}
            />
          </div>
        )}
      </ScreenHeader>
      {data ? (
        <Ready key={data.figures.date} view={data} onShowDay={onShowDay} onStale={view.refetch} />
      ) : view.failure ? (
        <ErrorState error={view.failure} onRetry={view.refetch} />
      ) : (
        <div className={styles.waiting}>
          <Spinner label={words.dayClose.loading} />
        </div>
      )}
    </div>
  )
}

function Ready({
  view,
  onShowDay,
  onStale,
}: {
  view: DayCloseView
  onShowDay: (date: LocalDate) => void
  /** What is shown has changed meanwhile. */
  onStale: () => void
}): ReactNode {
  const close = useCommand('day.close')
  const toasts = useToasts()
  const [reportOf, setReportOf] = useState<string | null>(null)
  const { figures, unresolved, drawerOpen, closes, ahead } = view
  const [isConfirming, setConfirming] = useState(false)

  function stopConfirming(): void {
    setConfirming(false)
    close.clear()
  }

  async function submit(): Promise<void> {
    const result = await close.run({ date: figures.date, ahead })
    // What is shown may be older than the refusal: sessions end while nobody presses anything.
    if (!result.ok) return onStale()
    setConfirming(false)
    toasts.show({ tone: 'success', title: words.dayClose.done })
    setReportOf(result.value.dayId)
  }

  return (
    <>
      <ScrollRegion label={words.dayClose.figures} className={styles.figures}>
        <DayFiguresView figures={figures} />
      </ScrollRegion>
      <aside aria-label={words.dayClose.before} className={styles.side}>
        <ToClear view={view} onShowDay={onShowDay} />
        <div className={styles.end}>
          {!isConfirming && <FormError error={close.failure} />}
          <Button
            variant={closes.length > 0 ? 'secondary' : 'primary'}
            size="lg"
            isFullWidth
            isPending={close.isPending && !isConfirming}
            isDisabled={unresolved.length > 0 || drawerOpen}
            onPress={() => (ahead > 0 ? setConfirming(true) : void submit())}
          >
            {closes.length > 0 ? words.dayClose.closeAgain : words.dayClose.close}
          </Button>
          {closes.map(({ dayId, closedLocal, closedBy }) => (
            <div key={dayId} className={styles.closed}>
              <span>{words.dayClose.closedAt(closedLocal.slice(11), closedBy)}</span>
              <Button variant="ghost" icon={Printer} onPress={() => setReportOf(dayId)}>
                {words.dayClose.printAgain}
              </Button>
            </div>
          ))}
        </div>
      </aside>
      {isConfirming && (
        <Dialog
          isOpen
          role="alertdialog"
          title={words.dayClose.aheadTitle(ahead)}
          onClose={stopConfirming}
          footer={
            <>
              <Button onPress={stopConfirming}>{words.dayClose.keepOpen}</Button>
              <Button variant="primary" isPending={close.isPending} onPress={() => void submit()}>
                {words.dayClose.closeAnyway}
              </Button>
            </>
          }
        >
          <p>{words.dayClose.aheadBody(ahead)}</p>
          <FormError error={close.failure} />
        </Dialog>
      )}
      {reportOf !== null && <DayReportDialog dayId={reportOf} onClose={() => setReportOf(null)} />}
    </>
  )
}
