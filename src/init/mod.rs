//! A new region: a folder that builds at the first try, made of what is asked (`questions`), the file that says it
//! (`site_file`), and the texts of `src/starter` with the region's words in them (`texts`).

mod countries;
mod folder;
pub mod questions;
mod site_file;
mod texts;

pub use folder::{Refusal, Unfinished, free};
pub use questions::{Answers, Region};

use std::path::Path;

use include_dir::{Dir, include_dir};
use jiff::civil::Date as Day;

use crate::schema;
use crate::words;

/// Texts that are written as they stand here, and the file that each becomes.
const AS_THEY_ARE: [(&str, &str); 7] = [
    (".github/actions/program/action.yml", include_str!("../starter/github/actions/program/action.yml")),
    (".github/workflows/check.yml", include_str!("../starter/github/workflows/check.yml")),
    (".github/workflows/publish.yml", include_str!("../starter/github/workflows/publish.yml")),
    (".gitignore", include_str!("../starter/gitignore")),
    ("content/frameworks.yaml", include_str!("../starter/content/frameworks.yaml")),
    ("content/skills.yaml", include_str!("../../content/skills.yaml")),
    ("content/technologies.yaml", include_str!("../../content/technologies.yaml")),
];

/// Texts with places for the region's words.
const WITH_WORDS: [(&str, &str); 12] = [
    ("README.md", include_str!("../starter/README.md")),
    ("content/boroughs/example-one.yaml", include_str!("../starter/content/boroughs/example-one.yaml")),
    ("content/boroughs/example-two.yaml", include_str!("../starter/content/boroughs/example-two.yaml")),
    (
        "content/contracts/example-shared.yaml",
        include_str!("../starter/content/contracts/example-shared.yaml"),
    ),
    ("content/pages/about.md", include_str!("../starter/content/pages/about.md")),
    ("content/pages/accessibility.md", include_str!("../starter/content/pages/accessibility.md")),
    ("content/pages/contribute.md", include_str!("../starter/content/pages/contribute.md")),
    ("content/pages/licence.md", include_str!("../starter/content/pages/licence.md")),
    ("content/pages/method.md", include_str!("../starter/content/pages/method.md")),
    ("content/report/01-at-a-glance.md", include_str!("../starter/content/report/01-at-a-glance.md")),
    (
        "content/suppliers/example-supplier.yaml",
        include_str!("../starter/content/suppliers/example-supplier.yaml"),
    ),
    ("content/systems/example-desk.yaml", include_str!("../starter/content/systems/example-desk.yaml")),
];

/// The services of this repository's own region, and those of regions of no country that is told more of.
const SERVICES: &str = include_str!("../../content/services.yaml");
const SERVICES_ELSEWHERE: &str = include_str!("../starter/elsewhere/services.yaml");

/// The glossary of this repository's own region, and the terms that others say otherwise.
const GLOSSARY: &str = include_str!("../../content/glossary.yaml");
const ELSEWHERE: &str = include_str!("../starter/elsewhere/glossary.yaml");

/// The editors' guide, which speaks of councils.
const GUIDE: &str = include_str!("../../content/README.md");

/// Texts in other languages, under the same names as in a new region.
static LANGUAGES: Dir = include_dir!("$CARGO_MANIFEST_DIR/src/starter/languages");

/// A text in the language of a locale, where it is there.
fn in_language(locale: &str, path: &str) -> Option<&'static str> {
    let code = words::language_of(locale);
    LANGUAGES.get_file(format!("{code}/{path}"))?.contents_utf8()
}

/// Whether a region calls its authorities by the English words although the interface has those of its language.
#[must_use]
pub fn has_english_words(region: &Region) -> bool {
    words::speak(words::chosen(region.of("locale"), None));
    let (one, many) = ("council", "councils");
    let own = (say!("council"), say!("councils"));
    own != (one, many) && (region.of("one") == one || region.of("many") == many)
}

/// Writes a region beside the folder that it is to be, which must be empty or not there.
///
/// # Errors
/// Where there is something in the folder, or the disk refuses; nothing is left behind.
pub fn begin(folder: &Path, region: &Region, today: Day) -> Result<Unfinished, Refusal> {
    let unfinished = Unfinished::beside(folder)?;
    // What is said in `site.yaml` is said as the site will say it.
    words::speak(words::chosen(region.of("locale"), None));
    let own = |path, english| in_language(region.of("locale"), path).unwrap_or(english);
    for (path, text) in AS_THEY_ARE {
        unfinished.write(path, own(path, text))?;
    }
    for (path, text) in WITH_WORDS {
        unfinished.write(path, &texts::filled(path, own(path, text), region, today))?;
    }
    let glossary = in_language(region.of("locale"), "content/glossary.yaml");
    let elsewhere = || texts::with_terms(GLOSSARY, ELSEWHERE);
    let of_any = || if countries::is_told(region) { GLOSSARY.to_owned() } else { elsewhere() };
    unfinished.write("content/glossary.yaml", &glossary.map_or_else(of_any, str::to_owned))?;
    unfinished.write("content/README.md", &texts::guide(GUIDE, region))?;
    let services = if countries::is_told(region) { SERVICES } else { SERVICES_ELSEWHERE };
    let services = own("content/services.yaml", services);
    unfinished.write("content/services.yaml", &texts::without_own(services))?;
    unfinished.write("content/site.yaml", &site_file::text(region))?;
    for file in schema::all() {
        unfinished.write(&format!("schemas/{}", file.name), &file.text)?;
    }
    Ok(unfinished)
}
