import type { Page } from '@playwright/test'

/**
 * Watches, during every test and after every press in every screen, that the focus is on something that
 * is seen. Where it fell to the page, that is a warning in the console, which fails the test.
 */
export async function watchFocus(page: Page): Promise<void> {
  await page.evaluate((framesToSettle) => {
    let act: string | null = null
    let lostFor = 0
    let frames = 0
    let last = 'nothing'
    const acts =
      'button, a, input, textarea, label, [role="option"], [role^="menuitem"], [role="tab"]'

    function nameOf(element: Element): string {
      return element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 60)
    }
    document.addEventListener('focusin', ({ target }) => {
      if (target instanceof Element) last = `${target.tagName} “${nameOf(target)}”`
    })
    // A click on nothing takes the focus to the page, as everywhere.
    document.addEventListener(
      'click',
      ({ target }) => {
        const control = target instanceof Element ? target.closest(acts) : null
        act = control && `a click on “${nameOf(control)}”`
      },
      { capture: true },
    )
    document.addEventListener('pointerdown', () => (act = null), { capture: true })
    document.addEventListener('keydown', ({ key }) => (act = `the key ${key}`), { capture: true })
    const countFrame = () => {
      frames += 1
      requestAnimationFrame(countFrame)
    }
    requestAnimationFrame(countFrame)
    setInterval(() => {
      const at = document.activeElement
      const isLost = at === null || at === document.body || !at.checkVisibility()
      lostFor = isLost && act !== null ? lostFor + 1 : 0
      if (lostFor === 0) frames = 0
      // Whatever gives it back does so within some frames, which are few where the computer is busy.
      if (lostFor < 3 || frames < framesToSettle) return
      // oxlint-disable-next-line no-console -- what a test listens to
      console.warn(`The focus fell to the page after ${act}, from ${last}`)
      act = null
      lostFor = 0
    }, 100)
  }, 24)
}
