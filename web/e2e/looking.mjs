// What is looked at of a page as it stands: in every language and theme, and in the small sizes.
import { inaccessible, shoot } from "./browser.mjs";
import { LOOKS, misfits, OFFICE, PHONE, turn, TWICE } from "./sight.mjs";

const pictureOf = (name) => (name.startsWith("wall") ? name : `page-${name}`);

/** Looks at what stands in the page in every language and theme, and says what is wrong with it. `closely` asks axe in
    each look, otherwise in one of them: by turns, so that each is met among the roles. */
export async function looked(page, name, mark, closely) {
  const faults = [];
  const turns = [...name].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % LOOKS.length;
  for (const [number, look] of LOOKS.entries()) {
    await turn(page, look, mark);
    await shoot(page, `${pictureOf(name)}-${look.join("-")}`);
    const wrong = await misfits(page);
    if (closely || number === turns) wrong.push(...(await inaccessible(page)));
    faults.push(...wrong.map((one) => `${name} ${look.join(" ")}: ${one}`));
  }
  return faults;
}

/** The same in the small sizes. */
export async function laidOut(page, name, mark, closely) {
  const faults = [];
  for (const [size, what] of [[TWICE, "at twice the size"], [PHONE, "on a phone"]]) {
    await page.setViewportSize(size);
    for (const language of ["vi", "en"]) {
      await turn(page, [language, "light"], mark);
      const wrong = await misfits(page);
      if (size === PHONE) {
        await shoot(page, `phone-${name}-${language}`);
        if (closely && language === "vi") wrong.push(...(await inaccessible(page)));
      }
      faults.push(...wrong.map((one) => `${name} ${language} ${what}: ${one}`));
    }
  }
  await page.setViewportSize(OFFICE);
  return faults;
}
