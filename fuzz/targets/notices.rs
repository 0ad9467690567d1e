//! Any bytes as notices of the Open Contracting Data Standard, against the imaginary region.
#![no_main]

mod within;

use std::path::Path;
use std::sync::LazyLock;

use citytools::diagnostics::notices::NoticeProblem;
use citytools::import::Region;
use libfuzzer_sys::fuzz_target;

static REGION: LazyLock<Region> = LazyLock::new(within::region);

fuzz_target!(|input: &[u8]| {
    let file = within::file("notices.json", input);
    let mut tell = |problem: &NoticeProblem| assert!(!problem.render().is_empty());
    let notices = citytools::import::ocds(&[file], &REGION, Path::new("no-such-folder/review.yaml"), &mut tell);
    let mut notices = notices.expect("the file can be read");
    if let Some(proposals) = &mut notices.proposals {
        proposals.write(&mut std::io::sink()).expect("nothing refuses");
    }
});
