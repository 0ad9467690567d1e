//! Any text as the file of notices that stands beside the review file: those of earlier imports, which a later one adds to.
//! What the program writes it reads, a second import of the same notice changes nothing, and no line is made up.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use citytools::diagnostics::notices::NoticeProblem;
use citytools::import::{Notices, Size, ocds};

use super::within::{self, REGION};

/// Notices of the same procurements.
const LATER: &[u8] = include_bytes!("../../tests/fixtures/ocds/lines.jsonl");

/// What is kept of those alone.
static KEPT_OF_LATER: LazyLock<String> = LazyLock::new(|| {
    let notices = within::file("alone.json", LATER);
    let review = within::folder("alone").join("review.yaml");
    let mut alone = import(&notices, &review).expect("they can be read");
    written(&mut alone, &review)
});

pub fn read(input: &[u8]) {
    again(input, "none", b"{\"releases\":[]}", "");
    again(input, "later", LATER, &KEPT_OF_LATER);
}

fn again(input: &[u8], name: &str, later: &[u8], more: &str) {
    let notices = within::file(&format!("{name}.json"), later);
    let review = within::folder(name).join("review.yaml");
    fs::write(kept(&review), input).expect("a file");
    let Some(mut first) = import(&notices, &review) else { return };
    let lines = written(&mut first, &review);
    let own: HashSet<&str> = within::text(input).lines().map(str::trim_end).chain(more.lines()).collect();
    assert!(lines.lines().skip(1).all(|line| own.contains(line)), "{lines}");
    let mut second = import(&notices, &review).expect("what was written can be read");
    assert_eq!(written(&mut second, &review), lines);
    assert!(!second.is_new, "{}", fs::read_to_string(&review).unwrap_or_default());
}

fn kept(review: &Path) -> PathBuf {
    review.with_extension("notices.jsonl")
}

fn import(file: &Path, review: &Path) -> Option<Notices> {
    let mut tell = |problem: &NoticeProblem| assert!(!problem.render().is_empty());
    ocds(&[file.to_owned()], Size::Usual, &REGION, review, &mut tell).ok()
}

/// Writes both files, and gives the notices.
fn written(notices: &mut Notices, review: &Path) -> String {
    if let Some(proposals) = &mut notices.proposals {
        let mut text = Vec::new();
        proposals.write(&mut text).expect("nothing refuses");
        fs::write(review, text).expect("a file");
    }
    let mut lines = Vec::new();
    if let Some(own) = &mut notices.kept {
        own.write(&mut lines).expect("nothing refuses");
        fs::write(kept(review), &lines).expect("a file");
    }
    String::from_utf8(lines).expect("text")
}
