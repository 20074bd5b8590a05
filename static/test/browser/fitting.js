// Whether a scene fits its screen.

/** What is cut off or lies outside its place. @param {import("playwright-core").Page} page */
export function outside(page) {
  return page.evaluate(() => {
    const found = []
    for (const element of document.querySelectorAll(".stage *")) {
      const { width, height, right, bottom, left, top } = element.getBoundingClientRect()
      const hidden = element.closest(".kern-sr-only, svg, .kicker, .strip-address")
      if (width === 0 || height === 0 || hidden) continue
      if (right > innerWidth + 1 || bottom > innerHeight + 1 || left < -1 || top < -1)
        found.push(`outside: ${element.className || element.tagName}`)
      const cut =
        element.scrollHeight > element.clientHeight + 3 || element.scrollWidth > element.clientWidth + 3
      if (cut && getComputedStyle(element).overflow !== "visible")
        found.push(
          `cut: ${element.className || element.tagName} ${element.scrollWidth}x${element.scrollHeight} in ${element.clientWidth}x${element.clientHeight}`,
        )
    }
    return [...new Set(found)]
  })
}
