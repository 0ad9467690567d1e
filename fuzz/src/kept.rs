//! Any text as a file that the program has written and reads again, and that anybody may have changed since: `_headers`, or
//! the manifest of a site. Nothing is made up: what is read says the same when it is written and read once more.

use std::collections::BTreeSet;

use citytools::exports::headers::Headers;
use citytools::publish::{Digest, manifest_again};

use super::within;

pub fn read(input: &[u8]) {
    let text = within::text(input);
    headers(text);
    manifest(text);
}

fn headers(text: &str) {
    // The end of a line is no part of what it says.
    if text.contains('\r') {
        return;
    }
    let headers = Headers::read(text);
    assert_eq!(Headers::read(&headers.text()), headers, "{text}");
    for path in ["/", "/a/", "/assets/a.css", text.lines().next().unwrap_or_default()] {
        let said = headers.at(path);
        for (at, (name, value)) in said.iter().enumerate() {
            // Told twice, a browser could take either.
            assert!(
                said[..at].iter().all(|(own, _)| !own.eq_ignore_ascii_case(name)),
                "{name} twice in {text}"
            );
            let (name, first) = (name.to_ascii_lowercase(), value.split(", ").next().unwrap_or_default());
            assert!(text.to_ascii_lowercase().contains(&name) && text.contains(first), "{name}: {value}");
        }
    }
}

fn manifest(text: &str) {
    let program = Digest::of_bytes(b"a program");
    assert_eq!(manifest_again(text, program), None, "{text}");
    // With the digest of what it says, as no change by hand has.
    let whole = format!("head\nprogram {program}\n{}\n", text.trim_end_matches('\n'));
    let whole = format!("{whole}end {}\n", Digest::of_bytes(whole.as_bytes()));
    if let Some(again) = manifest_again(&whole, program) {
        assert_eq!(manifest_again(&again, program).as_ref(), Some(&again), "{whole}");
        assert_eq!(paths(&again), paths(&whole), "{whole}");
        assert_eq!(manifest_again(&whole, Digest::of_bytes(b"another")), None, "{whole}");
    }
}

/// The files that a manifest tells of, one in each line between the first three and the last.
fn paths(manifest: &str) -> BTreeSet<&str> {
    let (lines, _) = manifest.trim_end_matches('\n').rsplit_once('\n').expect("it has an end");
    lines.split('\n').skip(3).map(|line| line.splitn(6, ' ').nth(5).expect("a path")).collect()
}
