//! Any text as a chapter with its head, and as a note: no tag of a writer reaches the page.
#![no_main]

use std::path::Path;

use citytools::content::{front_matter, markdown as written};
use citytools::diagnostics::{Sources, text};
use citytools::render::markdown;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    let mut sources = Sources::default();
    let file = sources.add(Path::new("content/report/01-a.md"), input.to_owned());
    let (document, problems) = front_matter::read(input, file);
    for problem in &problems {
        assert!(!text::render(problem, &sources).is_empty());
    }
    let body = document.as_ref().map_or(input, |document| document.body.as_str());
    let _ = written::unsafe_parts(body, true);
    if written::blocks(body).is_empty() {
        let html = markdown::paragraph(body).to_ascii_lowercase();
        for tag in ["<script", "<iframe", "<img", "<style", "<svg", "href=\"javascript", "href=\"data"] {
            assert!(!html.contains(tag), "{tag} in {html}");
        }
    }
});
