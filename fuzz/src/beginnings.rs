//! Any text as what `citytools init` is told: flags, each as `key: value`, and behind an empty line what is typed for the
//! others. It is refused with words, or the region that begins has the form of records, and says what was answered.

use std::fs;
use std::path::Path;

use citytools::content::records::{Record, SiteRecord};
use citytools::content::{self, yaml};
use citytools::diagnostics::{FileId, Severity};
use citytools::init::{self, Answers, Region, questions};
use citytools::words;

use super::within::{self, AS_OF};

const FLAGS: [&str; 15] = [
    "locale",
    "region",
    "one",
    "many",
    "path",
    "about",
    "area",
    "publisher",
    "publisher-short",
    "publisher-url",
    "currency",
    "vat-rate",
    "repository",
    "title",
    "base-url",
];

pub fn read(input: &[u8]) {
    let text = within::text(input);
    let (flags, typed) = text.split_once("\n\n").unwrap_or((text, ""));
    let flag = |line: &str| {
        let (key, value) = line.split_once(": ")?;
        Some((*FLAGS.iter().find(|flag| **flag == key)?, value.trim().to_owned()))
    };
    let mut answers: Answers = flags.lines().filter_map(flag).collect();
    let wrong = questions::wrong(&answers);
    assert!(wrong.iter().all(|problem| problem.starts_with("--")), "{wrong:?}");
    // Another language would be spoken by everything in this process, and kept until it ends.
    let locale = answers.entry("locale").or_default();
    if words::language_of(locale) != "en" {
        "en-GB".clone_into(locale);
    }
    if !typed.is_empty() && questions::wrong(&answers).is_empty() {
        let (folder, mut asked) = (Path::new("harbour-side"), Vec::new());
        if questions::ask(folder, &mut answers, &mut typed.as_bytes(), &mut asked).is_err() {
            return;
        }
    }
    match questions::settle(answers) {
        Err(problems) => assert!(problems.iter().all(|problem| problem.starts_with("--")), "{problems:?}"),
        Ok(region) => begins(&region, text),
    }
}

fn begins(region: &Region, text: &str) {
    let place = within::folder("begun").join("region");
    let unfinished = init::begin(&place, region, AS_OF).expect("nothing is there");
    let (_, problems) = content::read(&unfinished.content()).expect("the folder can be read");
    let is_of_form = |code: &str| ["CT0", "CT1"].iter().any(|of| code.starts_with(of));
    for problem in &problems {
        let is_wrong = problem.rule.severity == Severity::Error && is_of_form(problem.rule.code);
        assert!(!is_wrong, "{}: {problem:?}", text.escape_debug());
    }
    unfinished.put().expect("nothing is there");
    let site = fs::read_to_string(place.join("content/site.yaml")).expect("a file");
    let mut root = yaml::parse(&site, FileId(0)).expect("YAML");
    let site = SiteRecord::read(&mut root, FileId(0)).0.expect("a record");
    assert_eq!(site.title, region.of("title"));
    assert_eq!(site.region, region.of("region"));
    assert_eq!((&*site.words.one, &*site.words.many), (region.of("one"), region.of("many")));
    assert_eq!((&*site.words.about, &*site.publisher.name), (region.of("about"), region.of("publisher")));
    let areas = site.areas.iter().map(|area| (area.id.value.clone(), &*area.name));
    assert!(areas.eq(region.areas()), "{:?}", site.areas);
}
