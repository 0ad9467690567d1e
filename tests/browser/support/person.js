// Somebody with a question, who starts at the home page and counts the clicks.

/** Follows links by what they say, as a person does who sees the page or hears it. */
export class Person {
  constructor(tab) {
    this.tab = tab;
    this.clicks = 0;
  }

  async click(name, { within = this.tab, role = 'link' } = {}) {
    await within.getByRole(role, { name }).first().click();
    await this.tab.waitForLoadState();
    this.clicks += 1;
  }

  /** The main menu, which is behind a button on a small screen: opening it is a click too. */
  async menu(name) {
    const nav = this.tab.getByRole('navigation', { name: 'Main' });
    if (!(await nav.isVisible())) {
      await this.tab.locator('summary', { hasText: 'Menu' }).click();
      this.clicks += 1;
    }
    await this.click(name, { within: nav });
  }

  heading() {
    return this.tab.getByRole('heading', { level: 1 }).innerText();
  }

  /** The rows of the table below a heading: one object per row, keyed by the words of the table's head. */
  async table(heading) {
    const table = this.tab.getByRole('heading', { name: heading }).first().locator('xpath=following::table[1]');
    return table.evaluate((table) => {
      const words = (cell) => cell.innerText.replace(/\s+/g, ' ').trim();
      const head = [...table.tHead.rows[0].cells].map(words);
      return [...table.tBodies]
        .flatMap((body) => [...body.rows])
        .filter((row) => row.cells.length === head.length)
        .map((row) => Object.fromEntries(head.map((name, at) => [name, words(row.cells[at])])));
    });
  }
}
