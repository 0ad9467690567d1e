//! Any bytes as notices of the Open Contracting Data Standard, against the imaginary region; and as the review file that
//! stands there from an import before, which is written as it was but for what the program itself has to say in it.

use std::path::Path;

use citytools::diagnostics::notices::NoticeProblem;
use citytools::import::{Notices, Size, ocds};

use super::within::{self, REGION};

pub fn read(input: &[u8]) {
    if input.starts_with(b"# ") {
        return as_review(input);
    }
    let file = within::file("notices.json", input);
    if let Some(mut notices) = import(&file, Path::new("no-such-folder/review.yaml")) {
        written(&mut notices);
    }
}

/// What the program writes it reads, and writes as it is from then on.
fn as_review(input: &[u8]) {
    let none = within::file("notices.json", b"{\"releases\":[]}");
    let mut before = None;
    let mut review = input.to_vec();
    for _ in 0..3 {
        let Some(mut notices) = import(&none, &within::file("review.yaml", &review)) else { return };
        review = written(&mut notices);
        if before.as_ref() == Some(&review) {
            return;
        }
        before = Some(review.clone());
    }
    panic!("each writing differs from the one before: {}", String::from_utf8_lossy(&review));
}

fn import(file: &Path, review: &Path) -> Option<Notices> {
    let mut tell = |problem: &NoticeProblem| assert!(!problem.render().is_empty());
    ocds(&[file.to_owned()], Size::Usual, &REGION, review, &mut tell).ok()
}

fn written(notices: &mut Notices) -> Vec<u8> {
    let mut text = Vec::new();
    if let Some(proposals) = &mut notices.proposals {
        proposals.write(&mut text).expect("nothing refuses");
    }
    text
}
