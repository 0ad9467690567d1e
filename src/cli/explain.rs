//! `citytools explain`

use clap::Args;

use super::End;
use super::terminal::{errln, outln};
use crate::content::nearest;
use crate::diagnostics::{Family, rules, text};

#[derive(Debug, Args)]
pub(super) struct Options {
    /// Code of a check, such as CT203; all of them in a list if left out.
    code: Option<String>,
}

pub(super) fn run(options: &Options) -> End {
    let Some(code) = &options.code else {
        list();
        return End::Done;
    };
    let Some(rule) = rules::find(code) else {
        let codes: Vec<String> = rules::all().map(|rule| rule.code.to_lowercase()).collect();
        let hint = match nearest(code, codes.iter().map(String::as_str)) {
            Some(near) => format!("; did you mean {}?", near.to_uppercase()),
            None => String::new(),
        };
        errln!("error: there is no check `{code}`{hint}\n`citytools explain` lists them all.");
        return End::Problems;
    };
    outln!("{}", text::explain(rule));
    End::Done
}

fn list() {
    for family in Family::ALL {
        outln!("{}", family.title());
        for rule in rules::all().filter(|rule| rule.family() == family) {
            outln!("  {}  {:<7}  {}", rule.code, rule.severity.word(), rule.what());
        }
        outln!("");
    }
    outln!("`citytools explain CODE` says more about one of them.");
}
